/**
 * Kills, freezes and outages, at length and against the packaged service: {@code ./mvnw verify
 * -Pfaults}. Each prints its figures in a line that starts with {@code RESULT}.
 */
package org.workherald.faults;
