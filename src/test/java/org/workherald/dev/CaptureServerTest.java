package org.workherald.dev;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.security.KeyStore;
import java.time.Clock;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Drives the capture server with Angus Mail's SMTP client, which verifies chain and host name. */
class CaptureServerTest {

  private static final String USER = "someone";
  private static final String PASSWORD = "right";

  private final CapturedMails mails = new CapturedMails(Clock.systemUTC());
  private ThrowAwayCa ca;
  private CaptureServer server;

  @BeforeEach
  void start() {
    ca = ThrowAwayCa.make(Clock.systemUTC().instant());
    server = new CaptureServer(ca.server(), USER, PASSWORD, mails);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void capturesWhatComesOverVerifiedTlsWithLogin() throws Exception {
    send(client(ca), PASSWORD);

    assertThat(mails.all()).hasSize(1);
    var mail = mails.all().get(0);
    assertThat(mail.sender()).isEqualTo("workflow@example.com");
    assertThat(mail.recipients()).containsExactly("kim@example.com");
    assertThat(mail.tls()).startsWith("TLSv1.3 TLS_");
    var text = MailText.parse(mail.content());
    assertThat(text.subject()).isEqualTo("Prüfen ✅");
    assertThat(text.text().strip()).isEqualTo(".Guten Tag");
    assertThat(text.html().strip()).isEqualTo("<p>Guten Tag</p>");
    assertThat(text.headers()).contains(new MailText.Field("X-Custom", "yes"));
  }

  @Test
  void takesNoMailBeforeStarttls() throws Exception {
    var plain = client(ca);
    plain.setProperty("mail.smtp.starttls.enable", "false");
    plain.setProperty("mail.smtp.starttls.required", "false");
    plain.setProperty("mail.smtp.auth", "false");

    assertThatThrownBy(() -> send(plain, null))
        .isInstanceOf(MessagingException.class)
        .hasStackTraceContaining("530 ");
    assertThat(mails.all()).isEmpty();
  }

  @Test
  void takesNoLoginBeforeStarttls() throws Exception {
    try (var socket = new Socket("localhost", server.port())) {
      var replies =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).lines();
      socket.getOutputStream().write("AUTH PLAIN AHNvbWVvbmUAcmlnaHQ=\r\n".getBytes(US_ASCII));

      assertThat(replies.skip(1).findFirst()).hasValue("530 Must issue a STARTTLS command first");
    }
  }

  @Test
  void takesNoMailBeforeLogin() throws Exception {
    var anonymous = client(ca);
    anonymous.setProperty("mail.smtp.auth", "false");

    assertThatThrownBy(() -> send(anonymous, null))
        .isInstanceOf(MessagingException.class)
        .hasStackTraceContaining("530 5.7.0");
    assertThat(mails.all()).isEmpty();
  }

  @Test
  void refusesAnotherPassword() {
    assertThatThrownBy(() -> send(client(ca), "wrong"))
        .isInstanceOf(AuthenticationFailedException.class);
    assertThat(mails.all()).isEmpty();
  }

  @Test
  void isNotTrustedThroughTheAuthorityOfAnotherStart() {
    var earlier = ThrowAwayCa.make(Clock.systemUTC().instant());

    assertThatThrownBy(() -> send(client(earlier), PASSWORD))
        .hasStackTraceContaining("CertPathValidatorException");
    assertThat(mails.all()).isEmpty();
  }

  private Properties client(ThrowAwayCa trusted) throws Exception {
    var properties = new Properties();
    properties.put("mail.smtp.host", "localhost");
    properties.put("mail.smtp.port", String.valueOf(server.port()));
    properties.put("mail.smtp.auth", "true");
    properties.put("mail.smtp.starttls.enable", "true");
    properties.put("mail.smtp.starttls.required", "true");
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.ssl.socketFactory", trusting(trusted));
    return properties;
  }

  private static SSLSocketFactory trusting(ThrowAwayCa ca) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", ca.certificate());
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context.getSocketFactory();
  }

  private static void send(Properties properties, String password) throws Exception {
    var session = Session.getInstance(properties);
    var message = new MimeMessage(session);
    message.setFrom(new InternetAddress("workflow@example.com"));
    message.setSubject("Prüfen ✅", "UTF-8");
    message.setHeader("X-Custom", "yes");
    var text = new MimeBodyPart();
    text.setText(".Guten Tag", "UTF-8");
    var html = new MimeBodyPart();
    html.setText("<p>Guten Tag</p>", "UTF-8", "html");
    message.setContent(new MimeMultipart("alternative", text, html));
    message.saveChanges();
    try (var transport = session.getTransport("smtp")) {
      transport.connect(password == null ? null : USER, password);
      transport.sendMessage(message, InternetAddress.parse("kim@example.com"));
    }
  }
}
