package org.workherald.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.workherald.access.Roles;
import org.workherald.mail.MimeComposer;
import org.workherald.mail.TestMailWriter;
import org.workherald.smtp.OutgoingMessage;
import org.workherald.smtp.SmtpDoctor;
import org.workherald.smtp.SmtpExamination;
import org.workherald.smtp.SmtpOrder;
import org.workherald.smtp.SmtpSettings;
import org.workherald.smtp.TestMail;
import org.workherald.store.Ids;

/** The doctor over HTTP: whether mail can be sent, and if not, what to do. */
@Path("/smtp/test")
@RolesAllowed(Roles.OPERATOR)
@Tag(name = "SMTP")
public class SmtpTestResource {

  private static final String CANDIDATE =
      """
      { "host": "smtp.example.com", "port": 587, "tls": "starttls", "from": "workflow@example.com",
        "auth": "password", "username": "workflow@example.com", "password": "…",
        "recipient": "kim@example.com" }""";
  private static final String IN_FORCE =
      """
      { "recipient": "kim@example.com" }""";
  private static final String ANSWER =
      """
      { "ok": false,
        "steps": [
          { "step": "resolve", "ok": true, "detail": "192.0.2.25", "millis": 4 },
          { "step": "connect", "ok": true, "detail": "Connected to 192.0.2.25, port 587.", "millis": 11 },
          { "step": "greeting", "ok": true, "detail": "A mail server answers.", "millis": 9 },
          { "step": "starttls", "ok": true, "detail": "TLSv1.3 TLS_AES_256_GCM_SHA384", "millis": 0 },
          { "step": "certificate", "ok": false, "cause": "untrusted-issuer", "millis": 42,
            "detail": "The server's certificate comes from 'CN=Example Root', which is not trusted; the server sent 2 certificates, that authority's own not among them." } ],
        "advice": "Compare the fingerprint 92d3… of 'CN=Example Mail CA' with what the server's owner says; if it is the same, trust it with POST /trust/certificates {\\"from\\": {\\"host\\": \\"smtp.example.com\\", \\"port\\": 587, \\"tls\\": \\"starttls\\"}, \\"fingerprint\\": \\"92d3…\\"}, then test again with POST /smtp/test.",
        "chain": [
          { "subject": "CN=smtp.example.com", "issuer": "CN=Example Mail CA", "fingerprint": "adb4…",
            "notBefore": "2026-11-22T17:05:28Z", "notAfter": "2027-02-21T17:05:28Z" },
          { "subject": "CN=Example Mail CA", "issuer": "CN=Example Root", "fingerprint": "92d3…",
            "notBefore": "2026-11-22T17:05:28Z", "notAfter": "2027-09-19T17:05:28Z" } ] }""";

  private final SmtpDoctor doctor;
  private final TestOrder.Reader reader;
  private final TestMailWriter writer;
  private final MimeComposer composer;
  private final Ids ids;
  private final Clock clock;

  SmtpTestResource(
      SmtpDoctor doctor,
      TestOrder.Reader reader,
      TestMailWriter writer,
      MimeComposer composer,
      Ids ids,
      Clock clock) {
    this.doctor = doctor;
    this.reader = reader;
    this.writer = writer;
    this.composer = composer;
    this.ids = ids;
    this.clock = clock;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "testSmtp",
      summary = "Test the mail server",
      description =
          "Goes the way of a mail and tells how far it came, and what to do next. Without a body it"
              + " tries the settings in force; with settings, those, and stores nothing. A password"
              + " that is left out is the one in force while host, port and username are the same."
              + " Mail is sent only to a recipient that the body names. Steps come in the order in"
              + " which they happen: with implicit TLS, certificate and hostname come before the"
              + " greeting. It takes as long as the server does: up to some minutes when it stalls.")
  @APIResponse(
      responseCode = "200",
      description = "What was found; also when mail cannot be sent",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = SmtpExamination.class),
              examples = @ExampleObject(name = "untrusted", value = ANSWER)))
  @APIResponse(
      responseCode = "422",
      description =
          "The settings cannot be applied, or the deployment does not allow to look at this server")
  @APIResponse(
      responseCode = "429",
      description = "Too many servers were looked at; see Retry-After")
  public SmtpExamination test(
      @RequestBody(
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(anyOf = {TestOrder.Addressee.class, SmtpOrder.class}),
                      examples = {
                        @ExampleObject(name = "in force, with a mail", value = IN_FORCE),
                        @ExampleObject(name = "others, with a mail", value = CANDIDATE)
                      }))
          JsonNode body) {
    TestOrder order = reader.read(body);
    String recipient = order.recipient();
    return doctor.examine(
        order.candidate(), recipient == null ? null : connection -> mail(recipient, connection));
  }

  private OutgoingMessage mail(String recipient, TestMail.Connection way) {
    SmtpSettings settings = way.settings();
    UUID id = ids.next();
    Instant now = clock.instant();
    byte[] content =
        composer.compose(
            writer.write(recipient, now, way.client(), settings.server(), way.tls()),
            Senders.of(settings),
            Senders.messageId(id, settings),
            now);
    return new OutgoingMessage(id, settings.from(), recipient, content);
  }
}
