package org.workherald.store;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A fresh, migrated database of either kind, with the connection settings of production: a file
 * under {@code target}, or a new database in the one PostgreSQL that this JVM starts.
 *
 * <pre>{@code
 * @ParameterizedTest
 * @EnumSource(Dialect.class)
 * void keeps(Dialect dialect) {
 *   try (TestDatabase test = TestDatabase.open(dialect, clock)) {
 *     Database database = test.database();
 * }</pre>
 */
public final class TestDatabase implements AutoCloseable {

  private static final String PREFIX = "quarkus.datasource.%s.jdbc.";

  private static final List<String> TABLES =
      List.of(
          "commit_mark",
          "setting",
          "api_key",
          "trusted_certificate",
          "user_preference",
          "mail_template",
          "notification",
          "history",
          "idempotency_key",
          "outbox",
          "attempt",
          "transcript",
          "lane",
          "audit_entry",
          "sender_slot");

  private static final Map<Dialect, TestDatabase> KEPT = new ConcurrentHashMap<>();

  private final Dialect dialect;
  private final String url;
  private final Clock clock;
  private final AgroalDataSource dataSource;
  private final Database database;

  private TestDatabase(Dialect dialect, String url, Clock clock) {
    this(dialect, url, clock, Duration.ofSeconds(5));
  }

  private TestDatabase(Dialect dialect, String url, Clock clock, Duration patience) {
    this.dialect = dialect;
    this.url = url;
    this.clock = clock;
    this.dataSource = dataSource(dialect, url);
    this.database = new Database(dialect, dataSource, clock, patience);
  }

  public static TestDatabase open(Dialect dialect, Clock clock) {
    return new TestDatabase(dialect, newUrl(dialect), clock);
  }

  /** The PostgreSQL database behind a proxy. */
  public static TestDatabase through(CommitCutter cutter, Clock clock, Duration patience) {
    return at(cutter.url(), clock, patience);
  }

  /**
   * A PostgreSQL database that somebody else has made.
   *
   * @param patience how long the outcome of a commit is looked for
   */
  public static TestDatabase at(String url, Clock clock, Duration patience) {
    return new TestDatabase(Dialect.POSTGRESQL, url, clock, patience);
  }

  /**
   * A database of the kind that this JVM keeps open, emptied: quicker than a new one. Do not close
   * it.
   */
  public static TestDatabase emptied(Dialect dialect) {
    TestDatabase test = KEPT.computeIfAbsent(dialect, kind -> open(kind, Clock.systemUTC()));
    test.empty();
    return test;
  }

  /** Leaves what a new database has. */
  public void empty() {
    database.write(
        handle -> {
          TABLES.forEach(table -> handle.execute("DELETE FROM " + table));
          return handle.execute(
              """
              INSERT INTO lane (id, holding, pauses, rate_until) VALUES (1, 0, 0, 0)
              """);
        });
  }

  /** The same database once more, as another replica or the next start of the service has it. */
  public TestDatabase openAgain() {
    return new TestDatabase(dialect, url, clock);
  }

  public Database database() {
    return database;
  }

  /** The same database, and how it comes to the rows of these tables. */
  public Plans plans(String... tables) {
    return new Plans(dialect, dataSource, clock, Set.of(tables));
  }

  /** The address of the database, for whoever starts a process of its own. User: postgres. */
  public String url() {
    return url;
  }

  @Override
  public void close() {
    database.close();
    dataSource.close();
  }

  /** The address of a new, empty database. */
  public static String newUrl(Dialect dialect) {
    try {
      if (dialect == Dialect.SQLITE) {
        Path directory = Files.createDirectories(Path.of("target", "test-databases"));
        return "jdbc:sqlite:" + directory.resolve(UUID.randomUUID() + ".db").toAbsolutePath();
      }
      String name = "test_" + UUID.randomUUID().toString().replace('-', '_');
      admin("CREATE DATABASE " + name);
      return urlOf(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The address of a database in this JVM's PostgreSQL. */
  static String urlOf(String name) {
    return Server.INSTANCE.getJdbcUrl("postgres", name);
  }

  /** Runs a statement as the owner of this JVM's PostgreSQL. */
  static void admin(String sql) {
    try (var connection = Server.INSTANCE.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static AgroalDataSource dataSource(Dialect dialect, String url) {
    boolean sqlite = dialect == Dialect.SQLITE;
    String prefix = PREFIX.formatted(sqlite ? "sqlite" : "postgresql");
    Properties settings = settings();
    var supplier = new AgroalDataSourceConfigurationSupplier();
    supplier
        .connectionPoolConfiguration()
        .maxSize(Integer.parseInt(settings.getProperty(prefix + "max-size")))
        .acquisitionTimeout(Duration.ofSeconds(5))
        .connectionFactoryConfiguration()
        .jdbcUrl(url)
        .connectionProviderClass(sqlite ? org.sqlite.JDBC.class : org.postgresql.Driver.class);
    var factory = supplier.connectionPoolConfiguration().connectionFactoryConfiguration();
    if (!sqlite) {
      // What Quarkus does: connections that died leave the pool.
      supplier
          .connectionPoolConfiguration()
          .exceptionSorter(new PostgreSQLExceptionSorter())
          .connectionValidator(ConnectionValidator.defaultValidator())
          .idleValidationTimeout(Duration.ofSeconds(1));
      factory.principal(new NamePrincipal("postgres"));
      factory.initialSql(settings.getProperty(prefix + "new-connection-sql"));
    }
    String properties = prefix + "additional-jdbc-properties.";
    for (String name : settings.stringPropertyNames()) {
      if (name.startsWith(properties)) {
        factory.jdbcProperty(name.substring(properties.length()), settings.getProperty(name));
      }
    }
    try {
      return AgroalDataSource.from(supplier);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The tests run with the settings of production, whatever these become. */
  private static Properties settings() {
    Properties settings = new Properties();
    try (InputStream in = Database.class.getResourceAsStream("/application.properties")) {
      settings.load(in);
      return settings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One server for all tests of this JVM; it stops with it. */
  private static final class Server {
    static final EmbeddedPostgres INSTANCE = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().setServerConfig("max_connections", "300").start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
