/**
 * From a claimed entry to a settled one: the loop, its workers, the retry policy, and what they
 * tell health and metrics.
 */
package org.workherald.delivery;
