package org.workherald.smtp;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.validation.Violation;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.workherald.access.AuditAction;
import org.workherald.access.Roles;
import org.workherald.http.Unprocessable;
import org.workherald.trust.Admission;
import org.workherald.trust.ChainReport;
import org.workherald.trust.Fingerprint;

/**
 * Approval of a certificate that was retrieved: the same address as that of uploads, with another
 * type of body. Here, because it must ask the server again.
 */
@Path("/trust/certificates")
public class ApprovalResource {

  private final Retrieval retrieval;
  private final ProbeRules rules;
  private final Admission admission;

  ApprovalResource(Retrieval retrieval, ProbeRules rules, Admission admission) {
    this.retrieval = retrieval;
    this.rules = rules;
    this.admission = admission;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.ADMIN)
  @Operation(hidden = true) // described with the uploads, whose path and method it shares
  public Admission.Added approve(
      @NotNull @Valid ApprovalOrder order, @QueryParam("pin") boolean pin) {
    Endpoint endpoint = order.from().endpoint("from.");
    Retrieval.Seen seen =
        rules.admitted(
            endpoint,
            "from.host",
            AuditAction.TRUST_RETRIEVED,
            null,
            () -> retrieval.look(endpoint));
    X509Certificate approved = find(Fingerprint.normal(order.fingerprint()), seen, pin);
    return admission.approve(approved, order.alias(), pin);
  }

  private static X509Certificate find(String fingerprint, Retrieval.Seen seen, boolean pin) {
    ChainReport report = seen.report().orElseThrow(() -> unseen(seen.failure().orElseThrow()));
    X509Certificate approved =
        report.vouching().stream()
            .filter(certificate -> Fingerprint.of(certificate).equals(fingerprint))
            .findFirst()
            .orElseThrow(() -> changed(report));
    if (!pin && approved.equals(report.presented().get(0))) {
      // Many that signed themselves call themselves authorities: their key lies on one server.
      throw Unprocessable.of(
          "Nothing was added: this is the server's own certificate. Add ?pin=true to trust this"
              + " very certificate, and nothing that it may have signed.");
    }
    return approved;
  }

  private static HttpProblem unseen(SmtpFailure why) {
    return Unprocessable.of(
        "Nothing was added, for the server shows no certificate: " + why.detail(),
        Map.of("cause", why.cause().word()));
  }

  private static HttpProblem changed(ChainReport report) {
    List<String> shown = report.presented().stream().map(Fingerprint::of).toList();
    return Unprocessable.of(
        List.of(
            Violation.In.body
                .field("fingerprint")
                .message(
                    "is not that of a certificate on the way up from the one that the server shows"
                        + " now; nothing was added. It shows "
                        + String.join(", ", shown)
                        + ": retrieve them again, and compare anew")));
  }
}
