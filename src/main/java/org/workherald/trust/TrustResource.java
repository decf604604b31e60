package org.workherald.trust;

import static org.workherald.trust.CertificateTypes.DER;
import static org.workherald.trust.CertificateTypes.PEM;
import static org.workherald.trust.CertificateTypes.PKCS12;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.workherald.access.Roles;

/** The trusted certificates over HTTP: read by an operator, changed by an admin. */
@Path("/trust/certificates")
@Tag(name = "Trust", description = "Whose certificates mail servers may show")
public class TrustResource {

  /** For those who do not say what they want. */
  private static final String AFTER_JSON = ";qs=0.1";

  private static final Logger LOG = Logger.getLogger(TrustResource.class);

  private final Trust trust;
  private final StoredCertificates stored;
  private final Clock clock;

  TrustResource(Trust trust, StoredCertificates stored, Clock clock) {
    this.trust = trust;
    this.stored = stored;
    this.clock = clock;
  }

  @GET
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      operationId = "listCertificates",
      summary = "List or export the trusted certificates",
      description =
          "With where each comes from, and what it will soon need. With Accept:"
              + " application/x-pem-file as a PEM bundle; with Accept: application/x-pkcs12 as a"
              + " truststore for Java under the password in X-Store-Password. Neither can tell"
              + " which are pinned: export those apart, with ?pinned=true, and add them again with"
              + " ?pin=true.")
  @Parameter(
      name = StorePassword.HEADER,
      in = ParameterIn.HEADER,
      description = "The password that an exported PKCS#12 gets; needed for that alone",
      schema = @Schema(type = SchemaType.STRING))
  @APIResponse(
      responseCode = "200",
      description = "Those that were asked for",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(type = SchemaType.ARRAY, implementation = CertificateSummary.class)),
        @Content(mediaType = PEM, schema = @Schema(implementation = String.class)),
        @Content(mediaType = PKCS12, schema = @Schema(type = SchemaType.STRING, format = "binary"))
      })
  public List<CertificateSummary> list(@BeanParam @Valid CertificateQuery query) {
    return query.of(trust.anchors()).stream()
        .map(anchor -> CertificateSummary.of(anchor, clock.instant()))
        .toList();
  }

  @GET
  @Produces(PEM + AFTER_JSON)
  @RolesAllowed(Roles.OPERATOR)
  @Operation(hidden = true)
  public RestResponse<String> listPem(@BeanParam @Valid CertificateQuery query) {
    return file(Export.pem(query.of(trust.anchors())), PEM);
  }

  @GET
  @Produces(PKCS12 + AFTER_JSON)
  @RolesAllowed(Roles.OPERATOR)
  @Operation(hidden = true)
  public RestResponse<byte[]> listPkcs12(
      @BeanParam @Valid CertificateQuery query,
      @HeaderParam(StorePassword.HEADER)
          @NotNull(message = "is required: the password that the PKCS#12 gets")
          @Pattern(
              regexp = "[ -~]{6,200}",
              message = "must have 6 to 200 ASCII characters, for keytool to take it")
          String password) {
    return file(Export.pkcs12(query.of(trust.anchors()), password), PKCS12);
  }

  @GET
  @Path("/{fingerprint}")
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      operationId = "getCertificate",
      summary = "Get a trusted certificate",
      description =
          "With all its details as JSON, or as itself with Accept: application/x-pem-file or"
              + " application/pkix-cert.")
  @APIResponse(
      responseCode = "200",
      description = "The certificate",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = CertificateDetails.class)),
        @Content(mediaType = PEM, schema = @Schema(implementation = String.class)),
        @Content(mediaType = DER, schema = @Schema(type = SchemaType.STRING, format = "binary"))
      })
  @APIResponse(responseCode = "404", description = "No such certificate is trusted")
  public CertificateDetails get(
      @Parameter(description = "SHA-256, with or without colons") String fingerprint) {
    return CertificateDetails.of(find(fingerprint), clock.instant());
  }

  @GET
  @Path("/{fingerprint}")
  @Produces(PEM + AFTER_JSON)
  @RolesAllowed(Roles.OPERATOR)
  @Operation(hidden = true)
  public RestResponse<String> pem(String fingerprint) {
    return file(PemBlocks.write(find(fingerprint).certificate()), PEM);
  }

  @GET
  @Path("/{fingerprint}")
  @Produces(DER + AFTER_JSON)
  @RolesAllowed(Roles.OPERATOR)
  @Operation(hidden = true)
  public RestResponse<byte[]> der(String fingerprint) throws CertificateEncodingException {
    return file(find(fingerprint).certificate().getEncoded(), DER);
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
    if (!stored.remove(Fingerprint.normal(fingerprint))) {
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
    LOG.infof("Certificate %s is trusted no more", Fingerprint.normal(fingerprint));
  }

  /** With the bare type, which {@link #AFTER_JSON} is no part of. */
  private static <T> RestResponse<T> file(T content, String type) {
    return RestResponse.ResponseBuilder.ok(content, type).build();
  }

  private Anchor find(String fingerprint) {
    String wanted = Fingerprint.normal(fingerprint);
    Optional<Anchor> found =
        trust.anchors().stream().filter(anchor -> anchor.fingerprint().equals(wanted)).findFirst();
    return found.orElseThrow(
        () ->
            HttpProblem.valueOf(
                Status.NOT_FOUND, "No certificate with this SHA-256 fingerprint is trusted."));
  }
}
