package org.workherald.smtp;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Whether mails flow, for whoever asks after the settings. Who sends them knows, and stands above
 * this package: so it answers through this.
 */
public interface SendingStatus {

  /** Why no mail is sent now, in plain words; empty when mails flow. */
  Optional<String> pausedBecause();

  /** While nothing sends, nothing is paused. */
  @ApplicationScoped
  @DefaultBean
  class Idle implements SendingStatus {

    @Override
    public Optional<String> pausedBecause() {
      return Optional.empty();
    }
  }
}
