package org.workherald.smtp;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The SMTP settings in force: the stored ones, or else those of the deployment. */
@ApplicationScoped
public class SmtpAccount {

  /** Changes whenever the settings do. */
  public long revision() {
    throw new UnsupportedOperationException();
  }

  /** Empty when no mail server is set. */
  public Optional<SmtpSettings> settings() {
    throw new UnsupportedOperationException();
  }
}
