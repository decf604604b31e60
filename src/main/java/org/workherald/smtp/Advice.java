package org.workherald.smtp;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.workherald.http.Printable;
import org.workherald.trust.ChainReport;

/** What to do about a failure: a sentence that names the next call to make, for each cause. */
final class Advice {

  private static final int LONGEST = 2_000;
  static final String AGAIN = ", then test again with POST /smtp/test.";

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
      Instant now) {

    String server() {
      return settings.server();
    }
  }

  private static final Map<Cause, Function<Case, String>> TABLE = new EnumMap<>(Cause.class);

  static {
    put(Cause.UNCONFIGURED, "Set a mail server with PUT /smtp");
    put(
        Cause.UNKNOWN_HOST,
        "Correct 'host' with PUT /smtp, or have the name added to the DNS that this machine asks");
    put(
        Cause.REFUSED,
        c ->
            "Check with PUT /smtp that "
                + c.server()
                + " is right (port 587 for starttls, 465 for implicit), and with its administrator"
                + " that it is running and lets this machine connect");
    TABLE.put(Cause.TIMEOUT, Advice::timeout);
    put(
        Cause.NOT_SMTP,
        c ->
            "Set the host and port of the mail server itself with PUT /smtp (port 587 for"
                + " starttls, 465 for implicit): what answers at "
                + c.server()
                + " is something else, perhaps a proxy");
    TABLE.put(Cause.TLS_EXPECTED, Advice::otherMode);
    put(
        Cause.STARTTLS_NOT_OFFERED,
        c ->
            "Have STARTTLS switched on at "
                + c.server()
                + " (or no longer removed by a device on the way), or set \"tls\": \"implicit\" and"
                + " \"port\": 465 with PUT /smtp");
    put(
        Cause.STARTTLS_REFUSED,
        c ->
            "Have the administrator of "
                + c.server()
                + " look into its log, for its TLS set-up is incomplete, or set \"tls\":"
                + " \"implicit\" and \"port\": 465 with PUT /smtp");
    put(
        Cause.INJECTED_PLAINTEXT,
        c ->
            "Have "
                + c.server()
                + " updated and the devices on the way to it checked, or set \"tls\": \"implicit\""
                + " and \"port\": 465 with PUT /smtp, where nothing can be put in between");
    put(
        Cause.AUTH_NOT_OFFERED,
        c ->
            "Set the submission port with PUT /smtp (587 for starttls, 465 for implicit) if "
                + c.settings().port()
                + " is not the one, leave username and password out if this server wants no login,"
                + " or have login by PLAIN or LOGIN switched on there");
    TABLE.put(Cause.UNTRUSTED_ISSUER, CertificateAdvice::approve);
    TABLE.put(Cause.SELF_SIGNED, CertificateAdvice::approve);
    put(
        Cause.EXPIRED,
        c ->
            "Have the certificate renewed where it is (if it is one of GET /trust/certificates,"
                + " add its successor with POST /trust/certificates), unless this machine's clock,"
                + " which says "
                + c.now()
                + ", is fast");
    put(
        Cause.NOT_YET_VALID,
        c ->
            "Check this machine's clock, which says "
                + c.now()
                + ", for it may be slow; if it is right, have the certificate replaced by one that is"
                + " valid already, or wait until it is");
    TABLE.put(Cause.HOSTNAME_MISMATCH, CertificateAdvice::otherName);
    put(
        Cause.WEAK_ALGORITHM,
        c ->
            c.step() == ExaminedStep.CERTIFICATE && c.report() != null
                ? "Have the certificate replaced by one with an RSA key of 2048 bits or more, or an"
                    + " elliptic curve, and a SHA-256 signature"
                : "Have cipher suites with forward secrecy (ECDHE) switched on at " + c.server());
    put(
        Cause.PROTOCOL_VERSION,
        c ->
            "Have TLS 1.2 or 1.3 switched on at "
                + c.server()
                + ", for nothing older is used, or set another server with PUT /smtp");
    put(
        Cause.LOGIN_REFUSED,
        c ->
            c.settings().login() == null
                ? "Set \"auth\": \"password\", username and password with PUT /smtp, for the server"
                    + " wants a login"
                : "Set username and password anew with PUT /smtp (some providers want an app"
                    + " password, or the whole mail address as username)");
    put(
        Cause.PASSWORD_LOGIN_DISABLED,
        "Have login by password (SMTP AUTH) allowed for this account by its provider, which wants"
            + " OAuth2 otherwise, or set another account with PUT /smtp");
    put(
        Cause.SENDER_REFUSED,
        c ->
            "Set \"from\" to an address that "
                + (c.settings().login() == null
                    ? "this machine"
                    : "'" + c.settings().login().username() + "'")
                + " may send as, with PUT /smtp, or have that right given to it for "
                + c.settings().from());
    put(
        Cause.RECIPIENT_REFUSED,
        "Correct \"recipient\" or try another one; if all are refused, ask the server's"
            + " administrator whom this account may write to");
    put(
        Cause.QUOTA,
        "Wait until the provider's quota starts anew or have it raised, and set a lower"
            + " messagesPerMinute with PUT /smtp if it is one for minutes");
    TABLE.put(Cause.THROTTLED, Advice::slower);
    put(
        Cause.OTHER,
        c ->
            c.step() == ExaminedStep.RESOLVE
                ? "Set tls to starttls or implicit with PUT /smtp"
                : "Do what the detail of the step '"
                    + c.step().word()
                    + "' says, with the administrator of "
                    + c.server()
                    + " if need be, or set another server with PUT /smtp");
  }

  private Advice() {}

  static String on(Case failed) {
    // Certificates are quoted in it, which a stranger may have made.
    return Printable.of(TABLE.get(failed.failure().cause()).apply(failed), LONGEST);
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

  private static void put(Cause cause, String words) {
    TABLE.put(cause, failed -> words + AGAIN);
  }

  private static void put(Cause cause, Function<Case, String> words) {
    TABLE.put(cause, failed -> words.apply(failed) + AGAIN);
  }

  private static String timeout(Case failed) {
    return (failed.step() == ExaminedStep.CONNECT
            ? "Ask who runs the network whether a firewall swallows what this machine sends to "
                + failed.server()
                + ", or correct host and port with PUT /smtp"
            : "Ask the administrator of "
                + failed.server()
                + " why it stays silent, or correct host, port and tls with PUT /smtp")
        + AGAIN;
  }

  private static String otherMode(Case failed) {
    boolean implicit =
        failed.settings().tls() != TlsMode.IMPLICIT && failed.failure().reply() == null;
    return "Set \"tls\": \"%s\" with PUT /smtp and leave port %d as it is%s"
        .formatted(implicit ? "implicit" : "starttls", failed.settings().port(), AGAIN);
  }

  private static String slower(Case failed) {
    SmtpFailure failure = failed.failure();
    if (failure.reply() == null) {
      return "Test again with POST /smtp/test when less mail is going out, or allow more"
          + " connections with PUT /smtp.";
    }
    return failure.server()
        ? "Set fewer connections or a lower messagesPerMinute with PUT /smtp, wait some minutes"
            + AGAIN
        : "Test again with POST /smtp/test in some minutes: the server wants a first mail to come"
            + " twice (greylisting), which queued mails do by themselves.";
  }
}
