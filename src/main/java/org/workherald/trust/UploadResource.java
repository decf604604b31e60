package org.workherald.trust;

import static org.workherald.trust.CertificateTypes.DER;
import static org.workherald.trust.CertificateTypes.DER_ALIAS;
import static org.workherald.trust.CertificateTypes.JKS;
import static org.workherald.trust.CertificateTypes.PEM;
import static org.workherald.trust.CertificateTypes.PKCS12;
import static org.workherald.trust.CertificateTypes.PKCS12_ALIAS;
import static org.workherald.trust.CertificateTypes.PKCS7;
import static org.workherald.trust.CertificateTypes.PKCS7_ALIAS;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.workherald.access.Roles;
import org.workherald.http.OneLine;
import org.workherald.http.Unprocessable;

/** Certificates that come as files. */
@Path("/trust/certificates")
@Tag(name = "Trust")
public class UploadResource {

  private static final String EXAMPLE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBhTCCASugAwIBAgIQ...
      -----END CERTIFICATE-----
      """;

  private static final String APPROVAL =
      """
      {
        "from": { "host": "smtp.example.com", "port": 587, "tls": "starttls" },
        "fingerprint": "fb7d1c1ae3d17c79ef14ae2e3c3a6a6b6f2c5a8d5a4c9f1d3f6b7a8c9d0e1f2a",
        "alias": "corporate root"
      }
      """;

  private static final int LARGEST = 1 << 20;

  private final Admission admission;

  UploadResource(Admission admission) {
    this.admission = admission;
  }

  @POST
  @Consumes({PEM, DER, DER_ALIAS, PKCS7, PKCS7_ALIAS, PKCS12, PKCS12_ALIAS, JKS})
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "addCertificates",
      summary = "Trust certificates",
      description =
          "All of them or none; each one is accounted for. They take effect with the next"
              + " connection, at every replica. A file, or as JSON the approval of a certificate"
              + " that a server was seen to show (see retrieveCertificates): it is fetched again,"
              + " and that very one is added.")
  @APIResponse(responseCode = "200", description = "Trusted from now on")
  @APIResponse(
      responseCode = "422",
      description =
          "Nothing was added: the file cannot be read, holds something else or more than 1,000"
              + " certificates, or some of them cannot be relied on: then each is listed under"
              + " refused, skipped or usable")
  public Admission.Added add(
      @RequestBody(
              description = "A file of up to 1 MiB, or an approval",
              content = {
                @Content(
                    mediaType = PEM,
                    schema = @Schema(implementation = String.class),
                    examples = @ExampleObject(name = "bundle", value = EXAMPLE)),
                @Content(
                    mediaType = MediaType.APPLICATION_JSON,
                    schema =
                        @Schema(
                            type = SchemaType.OBJECT,
                            properties = {
                              @SchemaProperty(name = "from", type = SchemaType.OBJECT),
                              @SchemaProperty(name = "fingerprint", type = SchemaType.STRING),
                              @SchemaProperty(name = "alias", type = SchemaType.STRING)
                            },
                            requiredProperties = {"from", "fingerprint"}),
                    examples = @ExampleObject(name = "approval", value = APPROVAL)),
                @Content(
                    mediaType = DER,
                    schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(
                    mediaType = PKCS7,
                    schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(
                    mediaType = PKCS12,
                    schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(
                    mediaType = JKS,
                    schema = @Schema(type = SchemaType.STRING, format = "binary"))
              })
          byte[] body,
      @Parameter(hidden = true) @HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type,
      @Parameter(description = "Of a PKCS#12 or JKS; that of an old cacerts is mostly changeit")
          @HeaderParam(StorePassword.HEADER)
          String password,
      @Parameter(description = "What to call them; without it, as a key store calls them")
          @QueryParam("alias")
          @OneLine(max = 100)
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
    if (body.length > LARGEST) {
      throw HttpProblem.valueOf(Status.REQUEST_ENTITY_TOO_LARGE, "More than 1 MiB.");
    }
    CertificateFormat declared =
        Optional.ofNullable(type)
            .flatMap(CertificateFormat::sentAs)
            .orElseThrow(
                () ->
                    HttpProblem.valueOf(
                        Status.UNSUPPORTED_MEDIA_TYPE,
                        "Say in Content-Type what this is, such as " + PEM + "."));
    try {
      StorePassword opening =
          new StorePassword(password == null ? "" : password, "the header " + StorePassword.HEADER);
      return admission.admit(
          format(body, declared).read(body, opening),
          new Admission.Terms(alias, pin, unusable != null));
    } catch (UnreadableCertificates e) {
      throw Unprocessable.of("Nothing was added: " + e.getMessage() + ".");
    }
  }

  private static CertificateFormat format(byte[] body, CertificateFormat declared)
      throws UnreadableCertificates {
    CertificateFormat actual = FileSignature.of(body).orElse(declared);
    if (!declared.covers(actual, body)) {
      throw new UnreadableCertificates(
          "the Content-Type says %s, but this is %s".formatted(declared, actual));
    }
    return actual;
  }
}
