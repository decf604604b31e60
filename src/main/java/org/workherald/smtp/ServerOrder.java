package org.workherald.smtp;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.workherald.http.OneLine;

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
    try {
      return new EndpointDraft(host, port, tls).endpoint();
    } catch (InvalidSettings e) {
      throw e.problem(prefix);
    }
  }
}
