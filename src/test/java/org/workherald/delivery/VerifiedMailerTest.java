package org.workherald.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.Mailer;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.workherald.Mails;
import org.workherald.smtp.ScriptedSmtpServer;
import org.workherald.smtp.TestCa;

/**
 * Code written for Quarkus Mailer goes the verified way, and the client of the extension never
 * comes to life.
 */
@QuarkusTest
class VerifiedMailerTest {

  @Inject Mailer mailer;
  @Inject ReactiveMailer reactiveMailer;

  private ServerInUse inUse;

  @AfterEach
  void tearDown() {
    if (inUse != null) {
      inUse.close();
    }
  }

  @Test
  void mailsGoOverTheVerifiedTransport() {
    TestCa ca = TestCa.create("Mailer Root");
    try (ScriptedSmtpServer server =
        ScriptedSmtpServer.starttls(ca.leaf("localhost")).login("workherald", "secret")) {
      inUse = ServerInUse.trusted(ca, server);
      mailer.send(Mail.withText("Kim Lee <kim@example.com>", "Grüße 👋", "Hello"));
      reactiveMailer.send(Mail.withText("lee@example.com", "Hi", "Hello")).await().indefinitely();
      assertThat(server.mails()).hasSize(2).allMatch(mail -> mail.tls().equals("TLSv1.3"));
      assertThat(server.mails().get(0).recipients()).containsExactly("kim@example.com");
      assertThat(Mails.subject(server.mails().get(0))).isEqualTo("Grüße 👋");
    }
  }

  @Test
  void aServerThatIsNotTrustedGetsNothing() {
    TestCa unknown = TestCa.create("Mailer Unknown Root");
    try (ScriptedSmtpServer server =
        ScriptedSmtpServer.starttls(unknown.leaf("localhost")).login("workherald", "secret")) {
      inUse = ServerInUse.untrusted(server);
      assertThatThrownBy(() -> mailer.send(Mail.withText("kim@example.com", "Hi", "Hello")))
          .isInstanceOf(MailNotSent.class)
          .hasMessageContaining("Mailer Unknown Root");
      assertThat(server.mails()).isEmpty();
    }
  }

  @Test
  void noMailClientOfTheExtensionIsEverMade() throws Exception {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    assertThat(histogram)
        .contains("org.workherald.delivery.VerifiedMailer")
        .doesNotContain("io.vertx.ext.mail.impl.MailClientImpl");
  }
}
