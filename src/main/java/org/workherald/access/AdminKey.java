package org.workherald.access;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.workherald.store.DataDirectory;
import org.workherald.store.DatabaseUnavailable;

/**
 * The admin's key, without which nobody could make others. The deployment gives it ({@code
 * WORKHERALD_ADMIN_KEY}); then it counts for as long as it is set, and is stored nowhere. Otherwise
 * one is made at first start and left in a file for the admin to fetch.
 */
@ApplicationScoped
public class AdminKey {

  static final String DEPLOYMENT = "deployment";
  private static final String FILE = "admin.key";
  private static final int GUESSABLE_BELOW = 32;
  private static final Logger LOG = Logger.getLogger(AdminKey.class);

  private final Optional<String> given;
  private final Optional<ApiKey> configured;
  private final KeyRing ring;
  private final DataDirectory directory;
  private final Clock clock;

  AdminKey(
      @ConfigProperty(name = "workherald.admin-key") Optional<String> given,
      KeyRing ring,
      DataDirectory directory,
      Clock clock) {
    this.given = given.map(String::strip).filter(key -> !key.isEmpty());
    this.configured = this.given.map(key -> admin(DEPLOYMENT, "WORKHERALD_ADMIN_KEY", key, null));
    this.ring = ring;
    this.directory = directory;
    this.clock = clock;
  }

  /** The deployment's own key, if it gave one. */
  Optional<ApiKey> configured() {
    return configured;
  }

  /**
   * The key in plain, for the tools of dev mode: the deployment's, or the one in the file if that
   * is still there.
   */
  public Optional<String> value() {
    return given.or(this::written);
  }

  void onStart(@Observes StartupEvent event) {
    if (given.isPresent()) {
      if (given.get().length() < GUESSABLE_BELOW) {
        LOG.warnf(
            "The admin key from the configuration has less than %d characters and could be"
                + " guessed; make one with: openssl rand -hex 32",
            GUESSABLE_BELOW);
      }
      return;
    }
    try {
      makeFirst();
    } catch (DatabaseUnavailable e) {
      LOG.warn("The database is away; an admin key is made when it comes, if there is none yet");
      Uni.createFrom()
          .item(this::makeFirst)
          .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
          .onFailure(DatabaseUnavailable.class)
          .retry()
          .withBackOff(Duration.ofSeconds(1), Duration.ofSeconds(10))
          .indefinitely()
          .subscribe()
          .with(made -> {}, failure -> LOG.error("No admin key could be made", failure));
    }
  }

  private boolean makeFirst() {
    var made = NewKey.make("admin");
    var first = admin(made.id(), "made at first start", made.value(), clock.instant());
    // The file before the commit: a crash in between leaves a key that does not count, and the next
    // start makes another. The other way round the only admin key could be lost.
    boolean added = ring.addFirst(first, () -> write(made));
    if (added) {
      LOG.infof("Made an admin key; it is in %s", directory.path().resolve(FILE));
    }
    return added;
  }

  private void write(NewKey key) {
    directory.writeSecret(FILE, (key.value() + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private Optional<String> written() {
    return directory.read(FILE).map(key -> new String(key, StandardCharsets.US_ASCII).strip());
  }

  private static ApiKey admin(String id, String name, String key, Instant at) {
    return new ApiKey(id, name, new TreeSet<>(List.of(Roles.ADMIN)), ApiKey.hash(key), at);
  }
}
