package org.workherald.access;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.workherald.settings.Resealing;
import org.workherald.settings.Resealing.Sealed;
import org.workherald.store.DatabaseUnavailable;
import org.workherald.store.NamedThreads;

/**
 * Follows the file of the encryption keys: when its first key is another one, stored secrets are
 * sealed anew with that, and the audit trail tells. Looked at now and then, as mounted files are
 * swapped without notice, and because a replica that still has the former key may seal with it.
 */
@ApplicationScoped
class KeyRotation {

  private static final Logger LOG = Logger.getLogger(KeyRotation.class);
  private static final int SECONDS = 15;

  private final Resealing resealing;
  private final AuditTrail trail;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(new NamedThreads("encryption-key-watch"));

  /** The complaint last logged: each is told once. */
  private String told = "";

  KeyRotation(Resealing resealing, AuditTrail trail) {
    this.resealing = resealing;
    this.trail = trail;
  }

  void start(@Observes StartupEvent event) {
    watch.scheduleWithFixedDelay(this::step, 0, SECONDS, TimeUnit.SECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    watch.shutdown();
  }

  /**
   * Follows the file now.
   *
   * @throws IllegalStateException when it cannot be used; then the keys known stay in use
   */
  Resealing.Outcome rotate() {
    Caller by = trail.caller();
    Resealing.Outcome outcome =
        resealing.run(
            (handle, done) ->
                trail.append(
                    handle,
                    by,
                    AuditAction.ENCRYPTION_ROTATED,
                    done.key(),
                    "sealed anew: " + inWords(done.resealed())));
    if (!outcome.resealed().isEmpty()) {
      LOG.infof("Sealed with key %s now: %s", outcome.key(), inWords(outcome.resealed()));
    }
    return outcome;
  }

  void step() {
    try {
      var unreadable = rotate().unreadable();
      complain(unreadable.isEmpty() ? "" : "no key here opens " + inWords(unreadable));
    } catch (DatabaseUnavailable e) {
      LOG.debugf("Secrets stay sealed as they are for now: %s", e.getMessage());
    } catch (IllegalStateException e) {
      complain(e.getMessage());
    } catch (RuntimeException | Error e) {
      // The executor would drop the task.
      complain(e.toString());
    }
  }

  private void complain(String what) {
    if (!what.isEmpty() && !what.equals(told)) {
      LOG.warnf("Encryption keys: %s; tried again every %d s", what, SECONDS);
    }
    told = what;
  }

  private static String inWords(List<Sealed> secrets) {
    return secrets.stream()
        .map(secret -> "%s (sealed with key %s)".formatted(secret.name(), secret.key()))
        .collect(Collectors.joining(", "));
  }
}
