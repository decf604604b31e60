package org.workherald.smtp;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The SMTP settings as callers see them: without the password. */
@Schema(name = "SmtpSettingsInForce")
@JsonInclude(JsonInclude.Include.NON_NULL)
record SmtpView(
    String host,
    Integer port,
    @Schema(enumeration = {"starttls", "implicit", "none"}) String tls,
    String from,
    String fromName,
    String replyTo,
    @Schema(enumeration = {"none", "password"}) String auth,
    String username,
    boolean passwordSet,
    Integer connections,
    @Schema(description = "0: no limit") Integer messagesPerMinute,
    @Schema(description = "Goes into If-Match, in quotes") long revision,
    @Schema(enumeration = {"deployment", "stored"}) String source,
    @Schema(enumeration = {"ok", "paused", "unconfigured"}) String status,
    @Schema(description = "Why no mail is sent now, in plain words") String pausedBecause) {

  static SmtpView of(SmtpAccount.State state, Optional<String> pausedBecause) {
    String source = state.stored() ? "stored" : "deployment";
    SmtpSettings settings = state.settings();
    if (settings == null) {
      return new SmtpView(
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          false,
          null,
          null, //
          state.revision(),
          source,
          "unconfigured",
          state.problem());
    }
    SmtpSettings.Login login = settings.login();
    return new SmtpView(
        settings.endpoint().host(),
        settings.endpoint().port(),
        settings.endpoint().tls().word(),
        settings.from(),
        settings.fromName(),
        settings.replyTo(),
        login == null ? "none" : "password",
        login == null ? null : login.username(),
        login != null,
        settings.connections(),
        settings.messagesPerMinute(),
        state.revision(),
        source,
        pausedBecause.isPresent() ? "paused" : "ok",
        pausedBecause.orElse(null));
  }
}
