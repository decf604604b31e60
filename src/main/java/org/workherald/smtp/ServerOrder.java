package org.workherald.smtp;

import io.quarkiverse.resteasy.problem.validation.Violation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.workherald.http.OneLine;
import org.workherald.http.Unprocessable;
import org.workherald.smtp.InvalidSettings.Fault;

/** The server whose certificates are to be looked at. */
@Schema(name = "Server", description = "Where a server is, and when TLS begins there")
public record ServerOrder(
    @Schema(
            description =
                "A name or an address alone; STARTTLS:smtp.example.com, as FileNet has it",
            examples = "smtp.example.com")
        @NotBlank
        @OneLine(max = 300)
        String host,
    @Schema(description = "587 for starttls, 465 for implicit", examples = "587")
        @Min(1)
        @Max(65_535)
        Integer port,
    @Schema(
            description = "implicit is for any port on which TLS begins at once",
            enumeration = {"starttls", "implicit"},
            defaultValue = "starttls")
        @Pattern(regexp = "starttls|implicit", message = "must be one of starttls, implicit")
        String tls) {

  /**
   * @param prefix of the field names in problems, such as {@code from.}
   * @throws io.quarkiverse.resteasy.problem.HttpProblem 422 with everything that is wrong
   */
  Endpoint endpoint(String prefix) {
    EndpointDraft draft = new EndpointDraft(host, port, tls);
    List<Fault> faults = new ArrayList<>();
    TlsMode mode = draft.mode(faults);
    Endpoint endpoint = null;
    try {
      endpoint = new Endpoint(draft.bareHost(), draft.port(mode), mode);
    } catch (InvalidSettings e) {
      faults.addAll(e.faults());
    }
    if (!faults.isEmpty()) {
      throw Unprocessable.of(
          faults.stream()
              .map(
                  fault -> Violation.In.body.field(prefix + fault.field()).message(fault.message()))
              .toList());
    }
    return endpoint;
  }
}
