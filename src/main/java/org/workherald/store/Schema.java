package org.workherald.store;

import io.agroal.api.AgroalDataSource;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jboss.logging.Logger;

/**
 * Brings the database's schema up to date, once. When that fails because the database is away, it
 * is tried again on use, so that the service recovers without a restart. Flyway holds a lock in the
 * database meanwhile: replicas may start together.
 */
final class Schema {

  private static final Logger LOG = Logger.getLogger(Schema.class);

  /** Between two tries, everybody is refused at once instead of waiting for a database in vain. */
  private static final Interval BREATH = new Interval(Duration.ofSeconds(1));

  private final Dialect dialect;
  private final DataSource dataSource;
  private final Clock clock;
  private volatile boolean current;
  private DatabaseUnavailable failure;
  private Instant failedAt;

  Schema(Dialect dialect, DataSource dataSource, Clock clock) {
    this.dialect = dialect;
    this.dataSource = dataSource;
    this.clock = clock;
  }

  /**
   * @throws DatabaseUnavailable when the schema is not up to date and cannot be brought there now
   */
  void ensure() {
    if (!current) {
      migrate();
    }
  }

  private synchronized void migrate() {
    if (current) {
      return;
    }
    if (failure != null && !BREATH.isOver(failedAt, clock.instant())) {
      throw new DatabaseUnavailable(failure.getMessage(), failure);
    }
    try {
      if (!MigrationHistory.isComplete(dataSource)) {
        flyway().migrate();
        renewConnections();
      }
    } catch (RuntimeException | SQLException e) {
      String reason = e instanceof FlywayValidateException ? mismatch() : Outage.reason(e);
      if (failure == null) {
        LOG.warnf("The database cannot be used yet: %s", reason);
      }
      failure = new DatabaseUnavailable(reason, e);
      failedAt = clock.instant();
      throw failure;
    }
    if (failure != null) {
      LOG.info("The database can be used now");
    }
    failure = null;
    current = true;
  }

  private Flyway flyway() {
    var migrations =
        Flyway.configure()
            .dataSource(dataSource)
            .locations("classpath:db/migration")
            .failOnMissingLocations(true)
            // What a newer release has done is not passed over.
            .ignoreMigrationPatterns(new String[0]);
    if (dialect == Dialect.POSTGRESQL) {
      // A long migration leaves the connection idle that holds Flyway's lock.
      migrations.initSql("SET idle_in_transaction_session_timeout = 0");
    }
    return migrations.load();
  }

  /**
   * Flyway's connections came from the pool, and with PostgreSQL may be idle in a transaction for
   * ever: no work of ours must keep them, as others would wait for its locks as long. SQLite's are
   * like all others, and stay: the pool gives up connections on a thread of its own, and forgets to
   * close those that it has not come to when it is closed.
   */
  private void renewConnections() {
    if (dialect == Dialect.POSTGRESQL && dataSource instanceof AgroalDataSource pool) {
      pool.flush(AgroalDataSource.FlushMode.GRACEFUL);
    }
  }

  /** Why the schema that is there is not one that this release can bring up to date. */
  private String mismatch() {
    MigrationInfo[] all = flyway().info().all();
    Optional<MigrationVersion> there = latest(all, MigrationState::isApplied);
    Optional<MigrationVersion> known = latest(all, MigrationState::isResolved);
    return there.isPresent() && known.isPresent() && there.get().compareTo(known.get()) > 0
        ? "it was brought to version %s by a newer release, and this one knows versions up to %s"
            .formatted(there.get(), known.get())
        : "its schema is not the one that this release, or one before it, has made";
  }

  private static Optional<MigrationVersion> latest(
      MigrationInfo[] all, Predicate<MigrationState> which) {
    return Arrays.stream(all)
        .filter(migration -> which.test(migration.getState()))
        .map(MigrationInfo::getVersion)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder());
  }
}
