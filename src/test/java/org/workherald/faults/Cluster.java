package org.workherald.faults;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.workherald.PackagedService;
import org.workherald.smtp.ScriptedSmtpServer;
import org.workherald.smtp.TestCa;

/**
 * Instances on one PostgreSQL, and the mail server that the deployment names. Each process says
 * another name in EHLO: {@code i0-1.example.com} is the first of instance 0.
 */
final class Cluster implements AutoCloseable {

  /** The database that is there from the start. */
  private static final String MAINTENANCE = "postgres";

  private final EmbeddedPostgres postgres;
  private final TestCa ca = TestCa.create("Cluster Root");
  private final Ledger ledger = new Ledger();
  private final Map<String, Instant> killed = new ConcurrentHashMap<>();
  private final List<PackagedService> instances = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<Integer> starts = new ArrayList<>();
  private final ScriptedSmtpServer server;

  Cluster(Path folder, int size) throws IOException {
    this.postgres = EmbeddedPostgres.start();
    this.server = mailServer();
    Path trusted = Files.writeString(folder.resolve("ca.pem"), ca.pem());
    Path key =
        Files.writeString(
            folder.resolve("encryption.key"), Base64.getEncoder().encodeToString(new byte[32]));
    for (int i = 0; i < size; i++) {
      PackagedService instance =
          new PackagedService(folder.resolve("i" + i))
              .with("WORKHERALD_DATABASE_USERNAME", "postgres")
              .with("WORKHERALD_DATABASE_PASSWORD", "postgres")
              .with("WORKHERALD_ENCRYPTION_KEY_FILE", key)
              .with("WORKHERALD_TRUST_STORE", trusted)
              .with("WORKHERALD_SMTP_HOST", "localhost")
              .with("WORKHERALD_SMTP_PORT", server.port())
              .with("WORKHERALD_SMTP_FROM", "workflow@example.com")
              .with("WORKHERALD_SMTP_USERNAME", "workherald")
              .with("WORKHERALD_SMTP_PASSWORD", "secret")
              .with("WORKHERALD_SMTP_CONNECTIONS", 3)
              // So that the leases of the dead come back within the test's patience.
              .with("WORKHERALD_DELIVERY_LEASE", "3S");
      instances.add(instance);
      names.add(null);
      starts.add(0);
    }
    use(MAINTENANCE);
  }

  /** Another mail server with a certificate that is trusted, and the same login. */
  ScriptedSmtpServer mailServer() {
    return mailServer(ca);
  }

  ScriptedSmtpServer mailServer(TestCa issuer) {
    ScriptedSmtpServer made =
        ScriptedSmtpServer.starttls(issuer.leaf("localhost"))
            .login("workherald", "secret")
            .forgetful();
    return made.taker(mail -> ledger.take(mail, made.port()));
  }

  /** Sets a variable of each. */
  Cluster with(String variable, Object value) {
    instances.forEach(instance -> instance.with(variable, value));
    return this;
  }

  /** An empty database of this name, for the starts to come. */
  void create(String name) throws SQLException {
    execute("CREATE DATABASE " + name);
    use(name);
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A connection beside the service's. */
  Connection connection() throws SQLException {
    return postgres.getPostgresDatabase().getConnection();
  }

  private void use(String name) {
    for (int i = 0; i < instances.size(); i++) {
      instances.get(i).with("WORKHERALD_DATABASE_URL", url(name) + "&ApplicationName=i" + i);
    }
  }

  String url(String name) {
    return postgres.getJdbcUrl("postgres", name);
  }

  String url() {
    return url(MAINTENANCE);
  }

  Cluster startAll() {
    for (int i = 0; i < size(); i++) {
      launch(i);
    }
    instances.forEach(PackagedService::awaitStart);
    return this;
  }

  void launch(int i) {
    starts.set(i, starts.get(i) + 1);
    names.set(i, "i%d-%d.example.com".formatted(i, starts.get(i)));
    instances.get(i).with("WORKHERALD_SMTP_SESSION_EHLO_NAME", names.get(i)).launch();
  }

  void kill(int i) {
    killed.put(names.get(i), Instant.now());
    instances.get(i).kill();
  }

  PackagedService instance(int i) {
    return instances.get(i);
  }

  /** What the running process of an instance says in EHLO. */
  String name(int i) {
    return names.get(i);
  }

  int port(int i) {
    return instances.get(i).port();
  }

  int size() {
    return instances.size();
  }

  Ledger ledger() {
    return ledger;
  }

  ScriptedSmtpServer server() {
    return server;
  }

  Repeats repeats() {
    return new Repeats(ledger, killed);
  }

  @Override
  public void close() throws IOException {
    instances.forEach(PackagedService::close);
    server.close();
    postgres.close();
  }
}
