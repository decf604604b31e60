package org.workherald.smtp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Provider;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.workherald.access.AuditAction;
import org.workherald.access.AuditTrail;
import org.workherald.access.Caller;
import org.workherald.settings.SecretBox;
import org.workherald.settings.Setting;
import org.workherald.settings.SettingStore;
import org.workherald.settings.UnreadableSecret;
import org.workherald.store.DatabaseUnavailable;

/** The SMTP settings in force: the stored ones, or else those of the deployment. */
@ApplicationScoped
public class SmtpAccount {

  private static final String KIND = "smtp";
  private static final Logger LOG = Logger.getLogger(SmtpAccount.class);

  private final SettingStore store;
  private final SecretBox box;

  /** Made when it is first needed: where no settings are stored, that is not at the start. */
  private final Provider<ObjectMapper> json;

  private final SmtpDeployment deployment;
  private final AuditTrail trail;
  private volatile Known known =
      new Known(-1, new State(0, false, null, "The stored settings could not be read yet."));

  /**
   * @param asked the revision that made us read
   */
  private record Known(long asked, State state) {}

  /**
   * @param stored whether these are stored ones, and not the deployment's
   * @param settings {@code null} when there are none, or none that can be used
   * @param problem why they cannot, or {@code null}
   */
  record State(long revision, boolean stored, SmtpSettings settings, String problem) {}

  SmtpAccount(
      SettingStore store,
      SecretBox box,
      Provider<ObjectMapper> json,
      SmtpDeployment deployment,
      AuditTrail trail) {
    this.store = store;
    this.box = box;
    this.json = json;
    this.deployment = deployment;
    this.trail = trail;
  }

  /** Changes whenever the settings do. */
  public long revision() {
    return known().revision;
  }

  /** Empty when no mail server is set. The last answer stays while the database is away. */
  public Optional<SmtpSettings> settings() {
    return Optional.ofNullable(known().settings);
  }

  /** Why there are settings that cannot be used, in plain words; empty when there is no such. */
  public Optional<String> problem() {
    return Optional.ofNullable(known().problem);
  }

  private State known() {
    long revision = store.revision(KIND);
    if (revision != known.asked) {
      try {
        known = new Known(revision, read());
      } catch (DatabaseUnavailable e) {
        LOG.debugf("SMTP settings stay as they are: %s", e.getMessage());
      }
    }
    return known.state;
  }

  /** As it stands in the database now. */
  State read() {
    return state(store.read(KIND));
  }

  /**
   * Stores settings, or none, which leaves the deployment's in force.
   *
   * @throws org.workherald.settings.StaleRevision when the revision is another one by now
   */
  State write(long expectedRevision, SmtpSettings settings) {
    Caller by = trail.caller();
    try {
      String body =
          settings == null ? null : json.get().writeValueAsString(StoredSmtp.of(settings, box));
      return state(
          store.write(KIND, expectedRevision, body, handle -> audit(handle, by, settings)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e.getOriginalMessage());
    }
  }

  /** Tells which server is in force from now on, and how; never the password. */
  private void audit(Handle handle, Caller by, SmtpSettings stored) {
    if (stored != null) {
      trail.append(handle, by, AuditAction.SMTP_CHANGED, stored.server(), stored.inWords());
      return;
    }
    SmtpSettings own = deployment.settings().orElse(null);
    String server = own == null ? "none" : own.server();
    String detail = own == null ? "no settings are in force" : "the deployment's: " + own.inWords();
    trail.append(handle, by, AuditAction.SMTP_DELETED, server, detail);
  }

  private State state(Setting setting) {
    if (setting.body() == null) {
      return new State(
          setting.revision(),
          false,
          deployment.settings().orElse(null),
          deployment.problem().orElse(null));
    }
    try {
      SmtpSettings settings = json.get().readValue(setting.body(), StoredSmtp.class).settings(box);
      return new State(setting.revision(), true, settings, null);
    } catch (JsonProcessingException | UnreadableSecret | InvalidSettings e) {
      // Not the deployment's instead: mails would go out by an account that nobody chose for now.
      String why = e instanceof JsonProcessingException j ? j.getOriginalMessage() : e.getMessage();
      String problem = "The stored SMTP settings cannot be used: " + why + ". PUT them again.";
      LOG.error(problem);
      return new State(setting.revision(), true, null, problem);
    }
  }
}
