package org.workherald.smtp;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.workherald.trust.DistinguishedName;
import org.workherald.trust.Fingerprint;

/** What came of trying the way of a mail, step by step. */
@Schema(name = "SmtpExamination")
public record SmtpExamination(
    @Schema(description = "Whether mail can be sent") boolean ok,
    @Schema(
            description =
                "In the order in which they were taken, up to the first that failed. With implicit"
                    + " TLS, certificate and hostname come before greeting, and there is no"
                    + " starttls; without TLS there is none of the three. recipient and message are"
                    + " there only when a test mail was asked for.")
        List<TakenStep> steps,
    @Schema(description = "What to do next, in a sentence") String advice,
    @Schema(
            description =
                "The certificates that the server showed, its own first; not vouched for, unless"
                    + " the steps say so")
        List<ChainLink> chain) {

  /**
   * One step.
   *
   * @param cause a stable word, or {@code null} when it went well
   */
  @Schema(name = "SmtpExaminationStep")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record TakenStep(
      ExaminedStep step,
      boolean ok,
      @Schema(description = "Why it failed: a stable word", examples = "untrusted-issuer")
          String cause,
      @Schema(description = "What was seen, in plain words") String detail,
      @Schema(description = "0 when it took no time of its own") long millis) {

    /** A step fails for a cause, and for one alone. */
    public TakenStep {
      if (ok != (cause == null)) {
        throw new IllegalArgumentException(
            "a step that " + (ok ? "is good has a" : "failed has no") + " cause");
      }
    }

    static TakenStep good(ExaminedStep step, String detail, long millis) {
      return new TakenStep(step, true, null, detail, millis);
    }

    static TakenStep failed(ExaminedStep step, Cause cause, String detail, long millis) {
      return new TakenStep(step, false, cause.word(), detail, millis);
    }
  }

  /** One certificate of the chain. */
  @Schema(name = "SmtpExaminationCertificate")
  public record ChainLink(
      String subject,
      String issuer,
      @Schema(description = "SHA-256 of the whole certificate, lower-case hex") String fingerprint,
      Instant notBefore,
      Instant notAfter) {

    static ChainLink of(X509Certificate certificate) {
      return new ChainLink(
          DistinguishedName.of(certificate.getSubjectX500Principal()),
          DistinguishedName.of(certificate.getIssuerX500Principal()),
          Fingerprint.of(certificate),
          certificate.getNotBefore().toInstant(),
          certificate.getNotAfter().toInstant());
    }
  }
}
