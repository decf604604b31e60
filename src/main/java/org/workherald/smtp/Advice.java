package org.workherald.smtp;

import java.time.Instant;
import org.workherald.http.Printable;
import org.workherald.trust.ChainReport;

/** What to do about a failure: a sentence that names the next call to make, for each cause. */
final class Advice {

  private static final int LONGEST = 2_000;
  private static final String SET = "Set a mail server with PUT /smtp";
  private static final String AGAIN = ", then test again with POST /smtp/test.";

  /**
   * A failure and what is known about it.
   *
   * @param report on the server's certificates; {@code null} when it showed none
   * @param now by this machine's clock
   */
  record Case(
      SmtpSettings settings,
      ExaminedStep step,
      SmtpFailure failure,
      ChainReport report,
      Instant now) {}

  private Advice() {}

  static String on(Case failed) {
    // Certificates are quoted in it, which a stranger may have made.
    return Printable.of(remedy(failed) + AGAIN, LONGEST);
  }

  /** When there are no settings to fail with. */
  static String unconfigured() {
    return SET + AGAIN;
  }

  /**
   * @param candidate whether these settings are not in force yet
   * @param reply to the test mail, or {@code null} when none was sent
   */
  static String onSuccess(boolean candidate, String reply) {
    String good =
        reply == null
            ? "Mail can be sent"
            : "The test mail was accepted (" + reply + "); see whether it arrives";
    return candidate ? good + "; store these settings with PUT /smtp." : good + ".";
  }

  /** The sentence but for its end. */
  private static String remedy(Case failed) {
    SmtpSettings settings = failed.settings();
    String server = settings.server();
    return switch (failed.failure().cause()) {
      case UNCONFIGURED -> SET;
      case UNKNOWN_HOST ->
          "Correct 'host' with PUT /smtp, or have the name added to the DNS that this machine asks";
      case REFUSED ->
          "Check with PUT /smtp that "
              + server
              + " is right (port 587 for starttls, 465 for implicit), and with its administrator"
              + " that it is running and lets this machine connect";
      case TIMEOUT ->
          failed.step() == ExaminedStep.CONNECT
              ? "Ask who runs the network whether a firewall swallows what this machine sends to "
                  + server
                  + ", or correct host and port with PUT /smtp"
              : "Ask the administrator of "
                  + server
                  + " why it stays silent, or correct host, port and tls with PUT /smtp";
      case NOT_SMTP ->
          "Set the host and port of the mail server itself with PUT /smtp (port 587 for"
              + " starttls, 465 for implicit): what answers at "
              + server
              + " is something else, perhaps a proxy";
      case TLS_EXPECTED -> otherMode(failed);
      case STARTTLS_NOT_OFFERED ->
          "Have STARTTLS switched on at "
              + server
              + " (or no longer removed by a device on the way), or set \"tls\": \"implicit\" and"
              + " \"port\": 465 with PUT /smtp";
      case STARTTLS_REFUSED ->
          "Have the administrator of "
              + server
              + " look into its log, for its TLS set-up is incomplete, or set \"tls\":"
              + " \"implicit\" and \"port\": 465 with PUT /smtp";
      case INJECTED_PLAINTEXT ->
          "Have "
              + server
              + " updated and the devices on the way to it checked, or set \"tls\": \"implicit\""
              + " and \"port\": 465 with PUT /smtp, where nothing can be put in between";
      case AUTH_NOT_OFFERED ->
          "Set the submission port with PUT /smtp (587 for starttls, 465 for implicit) if "
              + settings.endpoint().port()
              + " is not the one, leave username and password out if this server wants no login,"
              + " or have login by PLAIN or LOGIN switched on there";
      case UNTRUSTED_ISSUER, SELF_SIGNED ->
          CertificateAdvice.approve(settings.endpoint(), failed.report());
      case EXPIRED ->
          "Have the certificate renewed where it is (if it is one of GET /trust/certificates,"
              + " add its successor with POST /trust/certificates), unless this machine's clock,"
              + " which says "
              + failed.now()
              + ", is fast";
      case NOT_YET_VALID ->
          "Check this machine's clock, which says "
              + failed.now()
              + ", for it may be slow; if it is right, have the certificate replaced by one that is"
              + " valid already, or wait until it is";
      case HOSTNAME_MISMATCH ->
          CertificateAdvice.otherName(settings.endpoint().host(), failed.report());
      case WEAK_ALGORITHM ->
          failed.step() == ExaminedStep.CERTIFICATE && failed.report() != null
              ? "Have the certificate replaced by one with an RSA key of 2048 bits or more, or an"
                  + " elliptic curve, and a SHA-256 signature"
              : "Have cipher suites with forward secrecy (ECDHE) switched on at " + server;
      case PROTOCOL_VERSION ->
          "Have TLS 1.2 or 1.3 switched on at "
              + server
              + ", for nothing older is used, or set another server with PUT /smtp";
      case LOGIN_REFUSED ->
          settings.login() == null
              ? "Set \"auth\": \"password\", username and password with PUT /smtp, for the server"
                  + " wants a login"
              : "Set username and password anew with PUT /smtp (some providers want an app"
                  + " password, or the whole mail address as username)";
      case PASSWORD_LOGIN_DISABLED ->
          "Have login by password (SMTP AUTH) allowed for this account by its provider, which wants"
              + " OAuth2 otherwise, or set another account with PUT /smtp";
      case SENDER_REFUSED ->
          "Set \"from\" to an address that "
              + (settings.login() == null
                  ? "this machine"
                  : "'" + settings.login().username() + "'")
              + " may send as, with PUT /smtp, or have that right given to it for "
              + settings.from();
      case RECIPIENT_REFUSED ->
          "Correct \"recipient\" or try another one; if all are refused, ask the server's"
              + " administrator whom this account may write to";
      case QUOTA ->
          "Wait until the provider's quota starts anew or have it raised, and set a lower"
              + " messagesPerMinute with PUT /smtp if it is one for minutes";
      case THROTTLED -> slower(failed.failure());
      case OTHER ->
          failed.step() == ExaminedStep.RESOLVE
              ? "Set tls to starttls or implicit with PUT /smtp"
              : "Do what the detail of the step '"
                  + failed.step().word()
                  + "' says, with the administrator of "
                  + server
                  + " if need be, or set another server with PUT /smtp";
    };
  }

  private static String otherMode(Case failed) {
    boolean implicit =
        failed.settings().endpoint().tls() != TlsMode.IMPLICIT && failed.failure().reply() == null;
    return "Set \"tls\": \"%s\" with PUT /smtp and leave port %d as it is"
        .formatted(implicit ? "implicit" : "starttls", failed.settings().endpoint().port());
  }

  private static String slower(SmtpFailure failure) {
    if (failure.reply() == null) {
      return "Wait until less mail is going out, or allow more connections with PUT /smtp";
    }
    return failure.server()
        ? "Set fewer connections or a lower messagesPerMinute with PUT /smtp, wait some minutes"
        : "Wait some minutes, for the server wants a first mail to come twice (greylisting), which"
            + " queued mails do by themselves";
  }
}
