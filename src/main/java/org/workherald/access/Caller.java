package org.workherald.access;

/**
 * Who does something, for the audit trail.
 *
 * @param id of the API key, {@code deployment} for the one that the configuration gives, {@code
 *     system} when no request is behind it
 * @param name of the key as it is now: it can still be read when the key is revoked
 * @param address the request comes from, or {@code null}
 */
public record Caller(String id, String name, String address) {

  static final Caller SYSTEM = new Caller("system", "system", null);
}
