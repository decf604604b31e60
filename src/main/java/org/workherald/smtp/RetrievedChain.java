package org.workherald.smtp;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.workherald.http.Printable;
import org.workherald.trust.ChainMember;
import org.workherald.trust.ChainReport;
import org.workherald.trust.Fingerprint;
import org.workherald.trust.ServerVerifier;
import org.workherald.trust.Trust;

/** What a server showed, for whoever decides whether to trust it. */
@Schema(name = "RetrievedChain", description = "The certificates that a server showed")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RetrievedChain(
    String host,
    int port,
    String tls,
    @Schema(description = "As the server sent it, its own certificate first")
        List<ChainMember> chain,
    @Schema(
            description =
                "As built: from the server's certificate up as far as there is a way, with the"
                    + " trusted certificate that it led to")
        List<ChainMember> path,
    @Schema(description = "Whether mail would be sent to this server now, as far as TLS goes")
        boolean trusted,
    @Schema(description = "Everything that is wrong, in the words that attempts and health use")
        List<String> causes,
    @Schema(description = "The same in plain words") List<Obstacle> problems,
    @Schema(description = "False when the server left out an intermediate certificate")
        Boolean complete,
    @Schema(description = "The name of the authority that is not trusted", examples = "CN=Root")
        String missingIssuer,
    @Schema(
            description =
                "Where its certificate can be had, as the server's certificate says. It is not"
                    + " fetched, for a stranger may have chosen it")
        String issuerAddress,
    @Schema(
            description =
                "The SHA-256 fingerprint of the certificate to approve, once it is checked with"
                    + " the server's owner")
        String suggest,
    @Schema(
            description =
                "True when that is the server's own certificate: it is to be approved with"
                    + " ?pin=true")
        Boolean suggestPin,
    @Schema(description = "What to do so that it is trusted; only when its issuer is not")
        String advice,
    Boolean hostnameMatches,
    @Schema(examples = "TLSv1.3") String protocol,
    @Schema(examples = "TLS_AES_256_GCM_SHA384") String cipher) {

  private static final int LONGEST = 2_000;

  /** One thing that stands in the way of trust. */
  @Schema(name = "RetrievalProblem")
  public record Obstacle(String cause, String detail) {}

  static RetrievedChain of(Endpoint endpoint, Retrieval.Seen seen, Trust trust) {
    Optional<ChainReport> report = seen.report();
    Optional<ServerVerifier.Negotiated> negotiated = seen.negotiated();
    List<Obstacle> problems = problems(seen);
    return new RetrievedChain(
        endpoint.host(),
        endpoint.port(),
        endpoint.tls().word(),
        report.map(r -> trust.describe(r.presented())).orElse(List.of()),
        report
            .map(r -> trust.describe(r.built()).stream().map(ChainMember::withoutPem).toList())
            .orElse(List.of()),
        problems.isEmpty(),
        problems.stream().map(Obstacle::cause).distinct().toList(),
        problems,
        report.map(ChainReport::complete).orElse(null),
        report.map(ChainReport::missingIssuer).orElse(null),
        report.map(ChainReport::issuerAddress).orElse(null),
        report.map(ChainReport::suggested).map(Fingerprint::of).orElse(null),
        report.filter(r -> r.suggested() != null).map(ChainReport::suggestsPin).orElse(null),
        report.map(r -> advice(endpoint, r)).orElse(null),
        report.map(ChainReport::hostnameMatches).orElse(null),
        negotiated.map(ServerVerifier.Negotiated::protocol).orElse(null),
        negotiated.map(ServerVerifier.Negotiated::cipher).orElse(null));
  }

  private static String advice(Endpoint endpoint, ChainReport report) {
    return report.suggested() == null && report.missingIssuer() == null
        ? null
        : Printable.of(CertificateAdvice.approve(endpoint, report) + ".", LONGEST);
  }

  /** Those of the certificate, or else why it did not come so far, or no further. */
  private static List<Obstacle> problems(Retrieval.Seen seen) {
    List<Obstacle> problems =
        seen.report().stream()
            .flatMap(report -> report.findings().stream())
            .map(finding -> new Obstacle(finding.fault().word(), finding.detail()))
            .toList();
    return problems.isEmpty()
        ? seen.failure().map(why -> new Obstacle(why.cause().word(), why.detail())).stream()
            .toList()
        : problems;
  }
}
