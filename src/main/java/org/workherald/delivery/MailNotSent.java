package org.workherald.delivery;

/** A mail handed to Quarkus Mailer's API was not taken by the mail server, and why. */
public class MailNotSent extends RuntimeException {

  MailNotSent(String message) {
    super(message);
  }
}
