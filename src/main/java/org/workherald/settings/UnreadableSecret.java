package org.workherald.settings;

/** A stored secret cannot be decrypted: it was sealed with another key, or for another place. */
public class UnreadableSecret extends RuntimeException {

  public UnreadableSecret(String message) {
    super(message);
  }
}
