/**
 * Mail addresses: one reading of them for what is accepted, written into headers and said to
 * servers.
 */
package org.workherald.address;
