package org.workherald.store;

/** Something is in the way of a command; the message is for whoever gave it. */
final class DatabaseCommandRefused extends RuntimeException {

  DatabaseCommandRefused(String message) {
    super(message);
  }
}
