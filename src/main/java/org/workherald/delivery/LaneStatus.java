package org.workherald.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.workherald.outbox.Lane;
import org.workherald.outbox.Lane.Pause;
import org.workherald.smtp.Cause;
import org.workherald.smtp.SendingStatus;
import org.workherald.smtp.SmtpAccount;

/** Tells whoever looks at the SMTP settings whether mails flow under them. */
@ApplicationScoped
class LaneStatus implements SendingStatus {

  private final Lane lane;
  private final SmtpAccount account;

  LaneStatus(Lane lane, SmtpAccount account) {
    this.lane = lane;
    this.account = account;
  }

  @Override
  public Optional<String> pausedBecause() {
    return lane.pause().map(this::reason);
  }

  private String reason(Pause pause) {
    boolean settingsCame =
        pause.cause().equals(Cause.UNCONFIGURED.word()) && account.settings().isPresent();
    return settingsCame ? "The new settings are being tried." : pause.reason();
  }
}
