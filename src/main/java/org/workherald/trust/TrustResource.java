package org.workherald.trust;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.workherald.access.Roles;
import org.workherald.http.OneLine;

/** The trusted certificates over HTTP: read by an operator, changed by an admin. */
@Path("/trust/certificates")
@Tag(name = "Trust", description = "Whose certificates mail servers may show")
public class TrustResource {

  private static final String PEM = "application/x-pem-file";
  private static final String DER = "application/pkix-cert";
  private static final int LARGEST = 1 << 20;
  private static final int MOST = 1_000;
  private static final char[] NO_PASSWORD = new char[0];
  private static final Logger LOG = Logger.getLogger(TrustResource.class);

  private final Trust trust;
  private final StoredCertificates stored;
  private final Admission admission;
  private final Clock clock;

  TrustResource(Trust trust, StoredCertificates stored, Admission admission, Clock clock) {
    this.trust = trust;
    this.stored = stored;
    this.admission = admission;
    this.clock = clock;
  }

  @GET
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      operationId = "listCertificates",
      summary = "List the trusted certificates",
      description = "With where each comes from, and what it will soon need.")
  public List<TrustedCertificate> list(
      @Parameter(description = "Only those that trust comes from here: system, mounted or stored")
          @QueryParam("source")
          @Pattern(
              regexp = "system|mounted|stored",
              message = "must be one of system, mounted, stored")
          String source) {
    return trust.anchors().stream()
        .filter(anchor -> source == null || anchor.source().word().equals(source))
        .map(anchor -> TrustedCertificate.of(anchor, clock.instant()))
        .toList();
  }

  @GET
  @Path("/{fingerprint}")
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      operationId = "getCertificate",
      summary = "Get a trusted certificate",
      description = "As JSON, or as PEM with Accept: application/x-pem-file.")
  @APIResponse(
      responseCode = "200",
      description = "The certificate",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = TrustedCertificate.class)),
        @Content(mediaType = PEM, schema = @Schema(implementation = String.class))
      })
  @APIResponse(responseCode = "404", description = "No such certificate is trusted")
  public TrustedCertificate get(String fingerprint) {
    return TrustedCertificate.of(find(fingerprint), clock.instant());
  }

  @GET
  @Path("/{fingerprint}")
  @Produces(PEM)
  @RolesAllowed(Roles.OPERATOR)
  @Operation(hidden = true)
  public String pem(String fingerprint) {
    return PemBlocks.write(find(fingerprint).certificate());
  }

  @DELETE
  @Path("/{fingerprint}")
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "deleteCertificate",
      summary = "Trust a stored certificate no more",
      description = "It takes effect with the next connection.")
  @APIResponse(responseCode = "204", description = "Deleted")
  @APIResponse(responseCode = "404", description = "No such certificate is trusted")
  @APIResponse(
      responseCode = "409",
      description = "Trust in it comes from the JDK or the mounted store")
  public void delete(String fingerprint) {
    if (!stored.remove(normal(fingerprint))) {
      String where =
          switch (find(fingerprint).source()) {
            case SYSTEM ->
                "the JDK's own roots. With workherald.trust.system-roots=false none of them is"
                    + " trusted";
            case MOUNTED -> "the mounted truststore (workherald.trust.store). Take it out there";
            case STORED -> "here, but was deleted a moment ago";
          };
      throw HttpProblem.valueOf(
          Status.CONFLICT, "Trust in this certificate comes from " + where + ".");
    }
    LOG.infof("Certificate %s is trusted no more", normal(fingerprint));
  }

  @POST
  @Consumes({PEM, DER})
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "addCertificates",
      summary = "Trust certificates",
      description =
          "All of them or none; each one is accounted for. They take effect with the next"
              + " connection, at every replica.")
  @APIResponse(responseCode = "200", description = "Trusted from now on")
  @APIResponse(responseCode = "400", description = "The body does not hold certificates alone")
  @APIResponse(responseCode = "413", description = "More than 1 MiB, or 1,000 certificates")
  @APIResponse(responseCode = "415", description = "The body is of another type")
  @APIResponse(
      responseCode = "422",
      description = "Nothing was added, for those listed as refused cannot be relied on")
  public Admission.Added add(
      byte[] body,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type,
      @Parameter(description = "What to call them") @QueryParam("alias") @OneLine(max = 100)
          String alias,
      @Parameter(
              description =
                  "Trust these very certificates, whoever signed them, and nothing they have signed")
          @QueryParam("pin")
          boolean pin,
      @Parameter(
              description =
                  "skip: leave out those that cannot be relied on, instead of refusing them all",
              schema = @Schema(type = SchemaType.STRING, enumeration = "skip"))
          @QueryParam("unusable")
          @Pattern(regexp = "skip", message = "must be skip")
          String unusable) {
    return admission.admit(read(body, type), new Admission.Terms(alias, pin, unusable != null));
  }

  private static List<NamedCertificate> read(byte[] body, MediaType type) {
    if (body.length > LARGEST) {
      throw HttpProblem.valueOf(Status.REQUEST_ENTITY_TOO_LARGE, "More than 1 MiB.");
    }
    if (type == null) {
      throw HttpProblem.valueOf(
          Status.UNSUPPORTED_MEDIA_TYPE, "Say in Content-Type what this is, such as " + PEM + ".");
    }
    CertificateFormat format =
        type.isCompatible(MediaType.valueOf(PEM)) ? CertificateFormat.PEM : CertificateFormat.DER;
    try {
      List<NamedCertificate> certificates = format.read(body, NO_PASSWORD);
      if (certificates.size() > MOST) {
        throw HttpProblem.valueOf(
            Status.REQUEST_ENTITY_TOO_LARGE, "More than " + MOST + " certificates.");
      }
      return certificates;
    } catch (UnreadableCertificates e) {
      throw HttpProblem.valueOf(Status.BAD_REQUEST, "Nothing was added: " + e.getMessage() + ".");
    }
  }

  private Anchor find(String fingerprint) {
    String wanted = normal(fingerprint);
    Optional<Anchor> found =
        trust.anchors().stream().filter(anchor -> anchor.fingerprint().equals(wanted)).findFirst();
    return found.orElseThrow(
        () ->
            HttpProblem.valueOf(
                Status.NOT_FOUND, "No certificate with this SHA-256 fingerprint is trusted."));
  }

  /** As we write it; others write upper case with colons. */
  private static String normal(String fingerprint) {
    return fingerprint.replace(":", "").toLowerCase(Locale.ROOT);
  }
}
