package org.workherald.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.workherald.PackagedService;
import org.workherald.smtp.ScriptedSmtpServer;
import org.workherald.smtp.TestCa;

/** A mail server that writes down what it takes, and the packaged service set to use it. */
final class Service implements AutoCloseable {

  static final int CONNECTIONS = 3;

  final Ledger ledger = new Ledger();
  final Dice dice = new Dice();
  private final Path trusted;
  private final ScriptedSmtpServer server;

  Service(Path folder) throws IOException {
    TestCa ca = TestCa.create("Faults Root");
    trusted = Files.writeString(folder.resolve("ca.pem"), ca.pem());
    server =
        ScriptedSmtpServer.starttls(ca.leaf("localhost"))
            .login("workherald", "secret")
            .forgetful()
            .taker(mail -> ledger.take(mail, 0));
  }

  /** Not started. */
  PackagedService at(Path data) {
    return new PackagedService(data)
        .with("WORKHERALD_TRUST_STORE", trusted)
        .with("WORKHERALD_SMTP_HOST", "localhost")
        .with("WORKHERALD_SMTP_PORT", server.port())
        .with("WORKHERALD_SMTP_FROM", "workflow@example.com")
        .with("WORKHERALD_SMTP_USERNAME", "workherald")
        .with("WORKHERALD_SMTP_PASSWORD", "secret")
        .with("WORKHERALD_SMTP_CONNECTIONS", CONNECTIONS);
  }

  Load load(PackagedService service) {
    return new Load(ledger, dice, service::port);
  }

  /** Waits until all that was promised is mailed, and holds that nobody got a mail twice. */
  void assertAllMailedOnce(Duration patience) {
    await().atMost(patience).untilAsserted(() -> assertThat(ledger.missing()).isEmpty());
    assertThat(ledger.faults()).isEmpty();
    assertThat(repeated()).as("mailed more than once").isZero();
  }

  long repeated() {
    return ledger.copies().stream().filter(copies -> copies.size() > 1).count();
  }

  @Override
  public void close() {
    server.close();
  }
}
