package org.workherald.smtp;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.workherald.settings.Secret;
import org.workherald.smtp.InvalidSettings.Fault;

/** The mail server that the deployment names: in force while none is stored. */
@ApplicationScoped
class SmtpDeployment {

  private static final Logger LOG = Logger.getLogger(SmtpDeployment.class);

  private final SmtpSettings settings;
  private final String problem;

  SmtpDeployment(SmtpConfig config) {
    SmtpSettings read = null;
    String why = null;
    try {
      read = config.host().isPresent() ? read(config) : null;
    } catch (InvalidSettings e) {
      why =
          "The deployment's SMTP settings are not in use: "
              + e.faults().stream()
                  .map(fault -> key(fault.field()) + " " + fault.message())
                  .collect(Collectors.joining("; "));
      LOG.error(why);
    }
    this.settings = read;
    this.problem = why;
  }

  Optional<SmtpSettings> settings() {
    return Optional.ofNullable(settings);
  }

  /** Why its settings are not in use, in plain words. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  private static SmtpSettings read(SmtpConfig config) {
    List<Fault> faults = new ArrayList<>();
    Integer port = number("port", config.port(), faults);
    Integer connections = number("connections", config.connections(), faults);
    Integer perMinute = number("messagesPerMinute", config.messagesPerMinute(), faults);
    SmtpDraft draft =
        new SmtpDraft(
            config.host().get().strip(),
            port,
            config.tls().map(String::strip).orElse(null),
            config.from().map(String::strip).orElse(null),
            config.fromName().orElse(null),
            config.replyTo().map(String::strip).orElse(null),
            null,
            config.username().orElse(null),
            config.password().map(Secret::new).orElse(null),
            connections,
            perMinute);
    SmtpSettings settings = InvalidSettings.gather(faults, draft::settings);
    InvalidSettings.throwIfAny(faults);
    return settings;
  }

  private static Integer number(String field, Optional<String> text, List<Fault> faults) {
    try {
      return text.map(String::strip).map(Integer::valueOf).orElse(null);
    } catch (NumberFormatException e) {
      faults.add(new Fault(field, "must be a number"));
      return null;
    }
  }

  /** {@code fromName} as {@code workherald.smtp.from-name}. */
  private static String key(String field) {
    return "workherald.smtp." + field.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
