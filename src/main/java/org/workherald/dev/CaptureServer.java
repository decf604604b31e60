package org.workherald.dev;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.Session;

/**
 * A mail server on loopback that delivers nothing. As strict as a real submission server: it wants
 * STARTTLS, then a login, before it takes mail (RFC 6409, RFC 8314).
 */
final class CaptureServer implements AutoCloseable {

  private static final int MAX_MESSAGE = 32 * 1024 * 1024;
  private static final int MAX_RECIPIENTS = 100;

  private final SMTPServer server;

  /**
   * Starts on a free port.
   *
   * @param tls the server's identity
   */
  CaptureServer(SSLContext tls, String username, String password, CapturedMails mails) {
    server =
        SMTPServer.port(0)
            .bindAddress(InetAddress.getLoopbackAddress())
            .hostName("localhost")
            .softwareName("Workherald dev mode")
            .enableTLS()
            .requireTLS()
            .startTlsSocketFactory(tls)
            .requireAuth()
            .authenticationHandlerFactory(
                new EasyAuthenticationHandlerFactory(
                    (user, pass, context) -> {
                      if (!user.equals(username) || !equal(pass, password)) {
                        throw new LoginFailedException();
                      }
                    }))
            .maxMessageSize(MAX_MESSAGE)
            .maxRecipients(MAX_RECIPIENTS)
            .insertReceivedHeaders(false)
            .messageHandlerFactory(context -> new Delivery(context, mails))
            .build();
    server.start();
  }

  int port() {
    return server.getPortAllocated();
  }

  @Override
  public void close() {
    server.stop();
  }

  private static boolean equal(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static final class Delivery implements MessageHandler {

    private final MessageContext context;
    private final CapturedMails mails;
    private final List<String> recipients = new ArrayList<>();
    private String sender;

    Delivery(MessageContext context, CapturedMails mails) {
      this.context = context;
      this.mails = mails;
    }

    @Override
    public void from(String address) {
      sender = address;
    }

    @Override
    public void recipient(String address) {
      recipients.add(address);
    }

    @Override
    public String data(InputStream data) throws RejectException, IOException {
      mails.add(sender, recipients, tls(), data.readAllBytes());
      return null;
    }

    @Override
    public void done() {}

    private String tls() {
      if (context instanceof Session session && session.getSocket() instanceof SSLSocket socket) {
        var tls = socket.getSession();
        return tls.getProtocol() + " " + tls.getCipherSuite();
      }
      throw new IllegalStateException("mail without TLS");
    }
  }
}
