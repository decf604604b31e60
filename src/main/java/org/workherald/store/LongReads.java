package org.workherald.store;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Handle;

/**
 * Reads on behalf of callers that may look through whole tables. However many are asked for at
 * once, they take half of the connections at most: delivery finds one among the others.
 */
@Singleton
public class LongReads {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Database database;
  private final Semaphore turns;
  private final Duration patience;

  @Inject
  LongReads(
      Database database,
      @ConfigProperty(name = "quarkus.datasource.sqlite.jdbc.max-size") int sqlite,
      @ConfigProperty(name = "quarkus.datasource.postgresql.jdbc.max-size") int postgresql) {
    this(
        database,
        Math.max(1, (database.dialect() == Dialect.SQLITE ? sqlite : postgresql) / 2),
        PATIENCE);
  }

  /**
   * @param most at once
   * @param patience how long one waits for its turn
   */
  public LongReads(Database database, int most, Duration patience) {
    this.database = database;
    this.turns = new Semaphore(most, true);
    this.patience = patience;
  }

  /**
   * As {@link Database#read}.
   *
   * @throws TooManyReads when there was no turn in time
   */
  public <T> T read(Function<Handle, T> work) {
    if (!turn()) {
      throw new TooManyReads();
    }
    try {
      return database.read(work);
    } finally {
      turns.release();
    }
  }

  private boolean turn() {
    try {
      return turns.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
