package org.workherald.smtp;

/** Makes the test mail, once it is known which way it goes. */
@FunctionalInterface
public interface TestMail {

  /** The message, with the settings' {@code from} as its sender. */
  OutgoingMessage over(Connection connection);

  /**
   * The way that it goes.
   *
   * @param tls protocol and cipher suite, or {@code null} when there is none
   * @param client what we are to the server: our name, or our address in brackets
   */
  record Connection(SmtpSettings settings, String tls, String client) {}
}
