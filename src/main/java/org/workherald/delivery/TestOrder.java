package org.workherald.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.validation.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import jakarta.ws.rs.core.Response.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.workherald.http.FieldFaults;
import org.workherald.http.MailAddress;
import org.workherald.http.StrictJson;
import org.workherald.smtp.SmtpOrder;

/**
 * What is to be tested.
 *
 * @param candidate settings that are not in force; {@code null} for those that are
 * @param recipient of a test mail, or {@code null} for none
 */
record TestOrder(SmtpOrder candidate, String recipient) {

  private static final String RECIPIENT = "recipient";

  /** Whom to send a test mail; stands among the settings, or alone. */
  @Schema(name = "SmtpTestRecipient")
  record Addressee(
      @Schema(
              description = "Gets a test mail; left out, none is sent",
              examples = "kim@example.com")
          @MailAddress
          String recipient) {}

  /** Reads it from the two that share one object. */
  @ApplicationScoped
  static class Reader {

    private final StrictJson json;
    private final Validator validator;

    Reader(StrictJson json, Validator validator) {
      this.json = json;
      this.validator = validator;
    }

    /**
     * @param body or {@code null}
     * @throws HttpProblem 400 with everything that is wrong with it
     */
    TestOrder read(JsonNode body) {
      if (body == null || body.isNull()) {
        return new TestOrder(null, null);
      }
      if (!(body instanceof ObjectNode)) {
        throw HttpProblem.valueOf(Status.BAD_REQUEST, "The body must be an object.");
      }
      ObjectNode settings = body.deepCopy();
      ObjectNode addressee = JsonNodeFactory.instance.objectNode();
      if (settings.has(RECIPIENT)) {
        addressee.set(RECIPIENT, settings.remove(RECIPIENT));
      }
      List<Violation> faults = new ArrayList<>();
      SmtpOrder candidate = settings.isEmpty() ? null : part(settings, SmtpOrder.class, faults);
      Addressee to = part(addressee, Addressee.class, faults);
      if (!faults.isEmpty()) {
        throw new FieldFaults(faults);
      }
      return new TestOrder(candidate, to.recipient());
    }

    private <T> T part(JsonNode part, Class<T> type, List<Violation> faults) {
      try {
        T read = json.read(part, type);
        Set<ConstraintViolation<T>> broken = validator.validate(read);
        if (!broken.isEmpty()) {
          throw FieldFaults.of(broken);
        }
        return read;
      } catch (FieldFaults e) {
        faults.addAll(e.violations());
        return null;
      }
    }
  }
}
