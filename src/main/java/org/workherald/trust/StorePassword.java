package org.workherald.trust;

/**
 * The password of a key store, and where it comes from.
 *
 * @param value empty where none is given, and never {@code null}: with that Java passes over
 *     whatever is encrypted
 * @param place to name to whoever has to give another one
 */
record StorePassword(String value, String place) {

  /** The header of HTTP that it comes in. */
  static final String HEADER = "X-Store-Password";

  /** For what has no password. */
  static final StorePassword NONE = new StorePassword("", "");

  boolean isMissing() {
    return value.isEmpty();
  }

  @Override
  public String toString() {
    return "[secret]";
  }
}
