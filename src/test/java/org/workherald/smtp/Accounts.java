package org.workherald.smtp;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.workherald.access.AuditTrails;
import org.workherald.settings.SecretBox;
import org.workherald.settings.SettingStore;
import org.workherald.store.DataDirectory;
import org.workherald.store.Database;

/** SMTP settings as a deployment has them, for tests without a container. */
public final class Accounts {

  private Accounts() {}

  /** Some server is set; which one it is, the transport knows. */
  public static SmtpAccount deployed(Database database, Clock clock) {
    SmtpConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(SmtpConfig.class)
            .addDiscoveredConverters()
            .withDefaultValue("workherald.smtp.host", "mail.example.com")
            .withDefaultValue("workherald.smtp.from", "from@example.com")
            .build()
            .getConfigMapping(SmtpConfig.class);
    Path keys = Path.of("target", "test-keys", UUID.randomUUID().toString());
    return new SmtpAccount(
        new SettingStore(database, clock),
        new SecretBox(new DataDirectory(keys), Optional.empty()),
        ObjectMapper::new,
        new SmtpDeployment(config),
        AuditTrails.of(database, clock));
  }
}
