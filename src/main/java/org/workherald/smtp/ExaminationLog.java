package org.workherald.smtp;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSession;
import org.workherald.smtp.SmtpExamination.ChainLink;
import org.workherald.smtp.SmtpExamination.TakenStep;
import org.workherald.trust.CertificateFault;
import org.workherald.trust.CertificateRefused;
import org.workherald.trust.ChainReport;
import org.workherald.trust.Finding;

/**
 * An examination as it goes on, told in steps for people. A server's words are told only where they
 * explain a failure, and never what is no SMTP reply: whoever may ask for an examination must not
 * read that way what else listens in the network.
 */
final class ExaminationLog {

  private static final int MOST_ADDRESSES = 8;

  private final SmtpSettings settings;
  private final boolean candidate;
  private final Clock clock;
  private final List<ExaminedStep> order;
  private final List<TakenStep> steps = new ArrayList<>();
  private Instant since;
  private InetAddress[] addresses = {};
  private SmtpSession session;
  private String reply;
  private SmtpFailure failure;
  private ExaminedStep failedAt;

  ExaminationLog(SmtpSettings settings, boolean candidate, Clock clock) {
    this.settings = settings;
    this.candidate = candidate;
    this.clock = clock;
    this.order = ExaminedStep.inOrder(settings.endpoint().tls());
    this.since = clock.instant();
  }

  void resolved(InetAddress[] found) {
    addresses = found;
    passed(ExaminedStep.RESOLVE);
  }

  void connected(SmtpSession opened) {
    session = opened;
    passed(ExaminedStep.CONNECT);
  }

  /** A step of the session itself; of two EHLOs the first belongs to the greeting. */
  void passed(Step step) {
    switch (step) {
      case EHLO -> passed(ExaminedStep.GREETING);
      case HANDSHAKE -> {
        passed(order.get(steps.size())); // the one that took the time
        passed(ExaminedStep.HOSTNAME);
      }
      case AUTH -> passed(ExaminedStep.AUTHENTICATE);
      default -> {
        // It is half of one that is told.
      }
    }
  }

  /** This went well, and with it all that comes before it. */
  void passed(ExaminedStep step) {
    while (steps.size() <= order.indexOf(step)) {
      ExaminedStep each = order.get(steps.size());
      steps.add(TakenStep.good(each, seen(each), each == step ? millis() : 0));
    }
  }

  void accepted(String words) {
    reply = words;
    passed(ExaminedStep.MESSAGE);
  }

  void failed(SmtpException e) {
    ExaminedStep step = stepOf(e);
    long millis = millis();
    if (step != order.get(0)) {
      passed(order.get(order.indexOf(step) - 1));
    }
    failure = e.failure();
    failedAt = step;
    steps.add(TakenStep.failed(step, failure.cause(), explain(e, step), millis));
  }

  private long millis() {
    Instant now = clock.instant();
    long millis = Duration.between(since, now).toMillis();
    since = now;
    return Math.max(0, millis);
  }

  private ExaminedStep stepOf(SmtpException e) {
    return switch (e.step()) {
      case RESOLVE -> ExaminedStep.RESOLVE;
      case CONNECT -> ExaminedStep.CONNECT;
      case GREETING -> ExaminedStep.GREETING;
      case EHLO ->
          steps.size() > order.indexOf(ExaminedStep.GREETING)
              ? ExaminedStep.AUTHENTICATE
              : ExaminedStep.GREETING;
      case STARTTLS -> ExaminedStep.STARTTLS;
      case HANDSHAKE -> stepOfHandshake();
      case AUTH -> ExaminedStep.AUTHENTICATE;
      case RSET, MAIL -> ExaminedStep.SENDER;
      case RCPT -> ExaminedStep.RECIPIENT;
      case DATA, BODY, QUIT -> ExaminedStep.MESSAGE;
    };
  }

  private ExaminedStep stepOfHandshake() {
    Optional<CertificateFault> fault = session.verifier().refused().map(CertificateRefused::fault);
    if (fault.equals(Optional.of(CertificateFault.HOSTNAME_MISMATCH))) {
      return ExaminedStep.HOSTNAME;
    }
    return fault.isPresent() || !order.contains(ExaminedStep.STARTTLS)
        ? ExaminedStep.CERTIFICATE
        : ExaminedStep.STARTTLS;
  }

  private String explain(SmtpException e, ExaminedStep step) {
    boolean ofCertificate = step == ExaminedStep.CERTIFICATE || step == ExaminedStep.HOSTNAME;
    String detail =
        report()
            .filter(report -> ofCertificate && !report.trusted())
            .map(ExaminationLog::everything)
            .orElse(failure.detail());
    boolean explains =
        failure.reply() != null
            && (e.step() != Step.GREETING || failure.reply().matches("(?s)[45].*"));
    return explains ? detail + " The server said: " + failure.reply() : detail;
  }

  private static String everything(ChainReport report) {
    return report.findings().stream().map(Finding::detail).collect(Collectors.joining(" "));
  }

  private Optional<ChainReport> report() {
    return session == null ? Optional.empty() : session.verifier().report();
  }

  private String seen(ExaminedStep step) {
    return switch (step) {
      case RESOLVE ->
          Arrays.stream(addresses)
              .limit(MOST_ADDRESSES)
              .map(InetAddress::getHostAddress)
              .collect(Collectors.joining(", "));
      case CONNECT ->
          "Connected to "
              + session.wire().raw().getInetAddress().getHostAddress()
              + ", port "
              + settings.endpoint().port()
              + ".";
      case GREETING -> "A mail server answers.";
      case STARTTLS -> tls().orElse("The server begins TLS.");
      case CERTIFICATE -> certificate();
      case HOSTNAME -> "The certificate is for " + settings.endpoint().host() + ".";
      case AUTHENTICATE -> login();
      case SENDER -> "The server takes mail from " + settings.from() + ".";
      case RECIPIENT -> "The server takes mail for the recipient.";
      case MESSAGE -> "The server took the mail: " + reply;
    };
  }

  private Optional<String> tls() {
    return session.verifier().negotiated().map(seen -> seen.protocol() + " " + seen.cipher());
  }

  /** In plain words, made fit to be shown. */
  private String certificate() {
    String protocol =
        order.contains(ExaminedStep.STARTTLS) ? "" : tls().map(t -> t + "; ").orElse("");
    X509Certificate own = session.verifier().presented().get(0);
    return protocol
        + ChainLink.of(own).subject()
        + ", valid until "
        + own.getNotAfter().toInstant();
  }

  private String login() {
    return settings.login() == null
        ? "No login is set."
        : "Logged in as "
            + settings.login().username()
            + " by "
            + Sasl.mechanism(session.capabilities().mechanisms()).orElse("AUTH")
            + ".";
  }

  /** What is known of the connection once it is ready for mail. */
  TestMail.Connection connection() {
    return new TestMail.Connection(settings, tls().orElse(null), session.name());
  }

  /** What it came to, for people. */
  SmtpExamination examination() {
    return new SmtpExamination(
        failure == null,
        List.copyOf(steps),
        advice(),
        presented().stream().map(ChainLink::of).toList());
  }

  private List<X509Certificate> presented() {
    return session == null ? List.of() : session.verifier().presented();
  }

  private String advice() {
    return failure == null
        ? Advice.onSuccess(candidate, reply)
        : Advice.on(new Advice.Case(settings, failedAt, failure, report().orElse(null), since));
  }

  /** The same for those who only want to know whether mail can be sent, and over what. */
  ServerHealth health() {
    Optional<SSLSession> tls = Optional.ofNullable(session).flatMap(SmtpSession::tls);
    return new ServerHealth(
        settings.server(),
        failure,
        tls.map(SSLSession::getProtocol).orElse(null),
        tls.map(SSLSession::getCipherSuite).orElse(null),
        presented().stream().findFirst().map(leaf -> leaf.getNotAfter().toInstant()).orElse(null));
  }
}
