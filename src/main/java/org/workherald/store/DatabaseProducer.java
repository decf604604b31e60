package org.workherald.store;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Chooses the database when the service starts: PostgreSQL when its address is set, else SQLite.
 */
class DatabaseProducer {

  @Produces
  @Singleton
  Database database(
      @DataSource("sqlite") InjectableInstance<AgroalDataSource> sqlite,
      @DataSource("postgresql") InjectableInstance<AgroalDataSource> postgresql,
      @ConfigProperty(name = "workherald.database.url") Optional<String> url,
      @ConfigProperty(name = "workherald.database.commit-patience") Duration patience,
      DataDirectory directory,
      Clock clock) {
    if (url.isPresent() && !url.get().startsWith("jdbc:postgresql:")) {
      throw new ConfigurationException(
          "workherald.database.url must look like jdbc:postgresql://host:5432/database");
    }
    // Without an address Quarkus holds a datasource to be inactive.
    if (postgresql.getHandle().getBean().isActive()) {
      return new Database(Dialect.POSTGRESQL, postgresql.get(), clock, patience);
    }
    try {
      directory.path();
    } catch (IllegalStateException e) {
      throw refused(e);
    }
    return new Database(Dialect.SQLITE, sqlite.get(), clock, patience);
  }

  /** Before anybody who uses the database when the service starts. */
  void open(@Observes @Priority(1) StartupEvent start, Database database, DataDirectory directory) {
    try {
      Path file = directory.file("workherald.db");
      if (database.dialect() == Dialect.SQLITE && Files.exists(file)) {
        new SqliteFile(file).refuseDamaged();
      }
      database.open();
    } catch (IllegalStateException e) {
      throw refused(e);
    }
  }

  /** This kind is told in one line: where it was thrown from helps nobody who runs the service. */
  private static ConfigurationException refused(IllegalStateException e) {
    return new ConfigurationException(e.getMessage());
  }

  /** After everybody who writes something when the service stops. */
  void close(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent stop, Database database) {
    database.close();
  }
}
