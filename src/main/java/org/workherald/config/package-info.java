/**
 * The bounds of what a deployment may set, as converters, whose complaint names the property. They
 * stand in place of constraints on the {@code XConfig} interfaces: one such constraint makes
 * Quarkus build a second validator at start, for its own settings and ours.
 */
package org.workherald.config;
