package org.workherald.store;

/**
 * The database cannot be reached, or refused to work: the caller should try again later. Answered
 * as a {@code 503}.
 */
public class DatabaseUnavailable extends RuntimeException {

  public DatabaseUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
