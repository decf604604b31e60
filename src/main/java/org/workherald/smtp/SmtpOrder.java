package org.workherald.smtp;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.workherald.http.OneLine;
import org.workherald.settings.Secret;

/** SMTP settings to be stored. */
@Schema(name = "SmtpSettings", description = "The mail server and how to use it")
public record SmtpOrder(
    @Schema(
            description =
                "A name or an address alone; STARTTLS:smtp.example.com, as FileNet has it",
            examples = "smtp.office365.com")
        @NotBlank
        @OneLine(max = 300)
        String host,
    @Schema(description = "587 for starttls, 465 for implicit, 25 for none", examples = "587")
        @Min(1)
        @Max(65_535)
        Integer port,
    @Schema(
            description = "none is for a relay on the loopback address alone",
            enumeration = {"starttls", "implicit", "none"},
            defaultValue = "starttls")
        @Pattern(
            regexp = "starttls|implicit|none",
            message = "must be one of starttls, implicit, none")
        String tls,
    @Schema(description = "The sender's address", examples = "workflow@example.com")
        @NotBlank
        @OneLine(max = 320)
        String from,
    @Schema(description = "The sender's name", examples = "Workflow Engine") @OneLine(max = 200)
        String fromName,
    @Schema(description = "Where answers go", examples = "help@example.com") @OneLine(max = 320)
        String replyTo,
    @Schema(
            description = "By default password with a username, else none",
            enumeration = {"none", "password", "oauth2"})
        @Pattern(regexp = "none|password|oauth2", message = "must be one of none, password, oauth2")
        String auth,
    @Schema(examples = "workflow@example.com") @Size(min = 1) @OneLine(max = 320) String username,
    @Schema(
            description = "Never shown again. Left out, it stays while host, port and username do",
            format = "password")
        @Size(min = 1)
        @OneLine(max = 1_000)
        String password,
    @Schema(description = "Not available yet") Map<String, Object> oauth2,
    @Schema(
            description = "How many connections at a time, of all replicas together",
            defaultValue = "3")
        @Min(1)
        @Max(SmtpSettings.MOST_CONNECTIONS)
        Integer connections,
    @Schema(
            description = "How many mails a minute, all replicas together; 0: no limit",
            defaultValue = "0")
        @Min(0)
        @Max(SmtpSettings.MOST_MESSAGES_PER_MINUTE)
        Integer messagesPerMinute) {

  /**
   * @param inForce whose password is kept where this brings none; {@code null} when there is none
   * @throws InvalidSettings with everything that is wrong
   */
  SmtpSettings settings(SmtpSettings inForce) {
    if (password != null || inForce == null || !draft(null).isSameAccount(inForce)) {
      return draft(password == null ? null : new Secret(password)).settings();
    }
    return draft(inForce.login().password()).settings();
  }

  private SmtpDraft draft(Secret secret) {
    return new SmtpDraft(
        host,
        port,
        tls,
        from,
        fromName,
        replyTo,
        auth == null && oauth2 != null ? "oauth2" : auth,
        username,
        secret,
        connections,
        messagesPerMinute);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "SmtpOrder[host=" + host + "]";
  }
}
