package org.workherald.notification;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.workherald.outbox.Attempt;

/** One attempt to deliver a mail, as shown. */
@Schema(name = "Attempt", description = "One attempt to deliver a mail")
public record AttemptView(
    Instant at,
    @Schema(enumeration = {"sent", "transient", "rejected", "misconfigured"}) String outcome,
    @Schema(description = "The mail server's reply", examples = "250 2.0.0 OK") String reply,
    @Schema(examples = "untrusted-issuer") String cause,
    String detail,
    @Schema(examples = "smtp.example.com:587") String server,
    @Schema(examples = "TLSv1.3 TLS_AES_256_GCM_SHA384") String tls,
    long millis) {

  static AttemptView of(Attempt attempt) {
    return new AttemptView(
        attempt.at(),
        attempt.outcome().word(),
        attempt.reply(),
        attempt.cause(),
        attempt.detail(),
        attempt.server(),
        attempt.tls(),
        attempt.millis());
  }
}
