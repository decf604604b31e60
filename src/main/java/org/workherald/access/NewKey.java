package org.workherald.access;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A key in plain, as its holder gets it once: {@code wh_<id>_<secret>}. The prefix lets scanners
 * find keys that leaked; the id names the key in logs and lists, and finds its hash.
 */
record NewKey(String id, String value) {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern FORM = Pattern.compile("wh_([a-z0-9]{1,32})_[A-Za-z0-9_-]{43}");
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

  static NewKey make() {
    var id = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      id.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return make(id.toString());
  }

  static NewKey make(String id) {
    byte[] secret = new byte[32];
    RANDOM.nextBytes(secret);
    var text = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    return new NewKey(id, "wh_" + id + "_" + text);
  }

  /** The id within a key, or {@code null} when it has not the form of one. */
  static String idOf(String key) {
    var matcher = FORM.matcher(key);
    return matcher.matches() ? matcher.group(1) : null;
  }

  @Override
  public String toString() {
    return "NewKey[" + id + "]";
  }
}
