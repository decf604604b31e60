package org.workherald.bench.delivery;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * The ceiling: mails made beforehand, one write for the end of a mail and the next envelope, no
 * bookkeeping. It shows what the sink can take.
 */
final class RawWriter implements Contender {
  private static final int PREPARED = 64;

  private final Lanes lanes;
  private final Connection[] connections;

  RawWriter(Target target) throws Exception {
    lanes = new Lanes(target.connections());
    connections = new Connection[target.connections()];
    for (int i = 0; i < connections.length; i++) {
      connections[i] = new Connection(target);
    }
  }

  @Override
  public void send(long first, int count) throws Exception {
    lanes.send(first, count, (lane, from, mails) -> connections[lane].send(mails));
  }

  private static final class Connection {
    private final byte[] envelope;
    private final byte[][] bodies = new byte[PREPARED][];
    private OutputStream out;
    private InputStream in;

    Connection(Target target) throws Exception {
      Socket plain = new Socket(target.host(), target.port());
      plain.setTcpNoDelay(true);
      use(plain);
      expect('2');
      say("EHLO bench");
      say("STARTTLS");
      SSLSocket tls =
          (SSLSocket)
              target
                  .tls()
                  .getSocketFactory()
                  .createSocket(plain, target.host(), target.port(), true);
      SSLParameters verified = tls.getSSLParameters();
      verified.setEndpointIdentificationAlgorithm("HTTPS");
      tls.setSSLParameters(verified);
      tls.startHandshake();
      use(tls);
      say("EHLO bench");
      String login = "\0" + Target.USER + "\0" + Target.PASSWORD;
      say("AUTH PLAIN " + Base64.getEncoder().encodeToString(ascii(login)));
      envelope =
          ascii("MAIL FROM:<" + Letter.SENDER + ">\r\nRCPT TO:<reader@example.com>\r\nDATA\r\n");
      for (int i = 0; i < PREPARED; i++) {
        bodies[i] = join(new Letter(i).bytes(), ascii("\r\n.\r\n"));
      }
    }

    void send(int count) throws IOException {
      out.write(envelope);
      for (int left = count; left > 0; left--) {
        expect('2');
        expect('2');
        expect('3');
        byte[] body = bodies[left % PREPARED];
        out.write(left > 1 ? join(body, envelope) : body);
        expect('2');
      }
    }

    private void use(Socket socket) throws IOException {
      out = socket.getOutputStream();
      in = new BufferedInputStream(socket.getInputStream());
    }

    private void say(String command) throws IOException {
      out.write(ascii(command + "\r\n"));
      expect('2');
    }

    private void expect(char first) throws IOException {
      StringBuilder line = new StringBuilder();
      do {
        line.setLength(0);
        for (int c = in.read(); c != '\n'; c = in.read()) {
          if (c < 0) {
            throw new IOException("closed after " + line);
          }
          line.append((char) c);
        }
      } while (line.charAt(3) == '-');
      if (line.charAt(0) != first) {
        throw new IOException(line.toString());
      }
    }

    private static byte[] join(byte[] one, byte[] two) {
      ByteArrayOutputStream both = new ByteArrayOutputStream(one.length + two.length);
      both.writeBytes(one);
      both.writeBytes(two);
      return both.toByteArray();
    }

    private static byte[] ascii(String text) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
  }
}
