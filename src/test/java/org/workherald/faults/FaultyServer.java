package org.workherald.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.workherald.PackagedService;
import org.workherald.smtp.Answer;
import org.workherald.smtp.ScriptedSmtpServer;
import org.workherald.smtp.ScriptedSmtpSession;
import org.workherald.smtp.TestCa;

/** A mail server that can go away, and a packaged service that is told to use it. */
final class FaultyServer implements AutoCloseable {

  static final int CONNECTIONS = 3;

  final ScriptedSmtpServer server;
  private final TestCa ca = TestCa.create("Faults Root");

  FaultyServer() {
    server =
        ScriptedSmtpServer.starttls(ca.leaf("localhost")).login("workherald", "secret").forgetful();
  }

  PackagedService service(Path folder) {
    try {
      Path trusted = Files.writeString(folder.resolve("ca.pem"), ca.pem());
      return new PackagedService(folder.resolve("data"))
          .with("WORKHERALD_TRUST_STORE", trusted)
          .with("WORKHERALD_SMTP_HOST", "localhost")
          .with("WORKHERALD_SMTP_PORT", server.port())
          .with("WORKHERALD_SMTP_FROM", "workflow@example.com")
          .with("WORKHERALD_SMTP_USERNAME", "workherald")
          .with("WORKHERALD_SMTP_PASSWORD", "secret")
          .with("WORKHERALD_SMTP_CONNECTIONS", CONNECTIONS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends every connection, and greets no new one. */
  void goAway() {
    server.on("CONNECT", Answer.drop());
    server.sessions().forEach(ScriptedSmtpSession::drop);
  }

  void comeBack() {
    server.behave();
  }

  /** How many connections there were so far. */
  int attempts() {
    return server.sessions().size();
  }

  @Override
  public void close() {
    server.close();
  }
}
