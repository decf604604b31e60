package org.workherald.access;

import io.quarkus.runtime.util.HashUtil;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.SortedSet;

/**
 * An API key as stored: everything but the key itself.
 *
 * @param hash SHA-256 of the whole key, in hex. A slow password hash would protect guessable
 *     secrets; a key has 256 random bits, which nobody guesses at any speed, and is checked with
 *     each request.
 */
record ApiKey(String id, String name, SortedSet<String> roles, String hash, Instant createdAt) {

  static String hash(String key) {
    return HashUtil.sha256(key);
  }

  /** Compares in constant time, so that answers do not tell how much of a guess was right. */
  boolean matches(String hashOfKey) {
    return MessageDigest.isEqual(
        hash.getBytes(StandardCharsets.US_ASCII), hashOfKey.getBytes(StandardCharsets.US_ASCII));
  }
}
