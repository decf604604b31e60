package org.workherald.bench.sink;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** The dialogue on one connection (RFC 5321, 3207, 4954, 2920): strict in order, blind in mail. */
final class SinkSession implements Runnable {
  private static final String EXTENSIONS =
      "250-localhost\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n"
          + "250-ENHANCEDSTATUSCODES\r\n250-SIZE 36700160\r\n250 ";

  private final SSLSocketFactory tls;
  private final SinkCounters counters;
  private final boolean delayed;
  private final SinkReplies replies;
  private final SinkInput in;
  private Socket socket;
  private boolean encrypted;
  private boolean loggedIn;
  private boolean sender;
  private boolean recipient;

  SinkSession(Socket socket, SSLSocketFactory tls, Duration delay, SinkCounters counters)
      throws IOException {
    this.socket = socket;
    this.tls = tls;
    this.counters = counters;
    socket.setTcpNoDelay(true);
    delayed = !delay.isZero();
    replies = new SinkReplies(socket.getOutputStream(), delay.toNanos());
    in = new SinkInput(socket.getInputStream(), replies);
  }

  @Override
  public void run() {
    if (delayed) {
      Thread writer = new Thread(replies, "replies");
      writer.setDaemon(true);
      writer.start();
    }
    try {
      counters.session();
      replies.say(System.nanoTime(), "220 localhost ESMTP");
      do {
        in.readLine();
      } while (obey(in.line()));
      replies.drain();
    } catch (IOException | InterruptedException gone) {
      // The client left without a word, as clients do. The counters say what came before.
    } finally {
      replies.close();
      try {
        socket.close();
      } catch (IOException alreadyGone) {
        // Nothing is left to do for it.
      }
    }
  }

  private boolean obey(String line) throws IOException, InterruptedException {
    String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
    switch (verb) {
      case "EHLO" -> say(EXTENSIONS + (encrypted ? "AUTH PLAIN LOGIN" : "STARTTLS"));
      case "STARTTLS" -> startTls();
      case "AUTH" -> authenticate(line);
      case "MAIL" -> sender = in(loggedIn && !sender, "250 2.1.0 sender ok");
      case "RCPT" -> recipient = in(sender, "250 2.1.5 recipient ok");
      case "DATA" -> {
        if (in(recipient, "354 go ahead")) {
          swallow();
        }
      }
      case "RSET" -> {
        forget();
        say("250 2.0.0 ok");
      }
      case "NOOP" -> say("250 2.0.0 ok");
      case "QUIT" -> {
        say("221 2.0.0 bye");
        return false;
      }
      default -> say("502 5.5.2 what?");
    }
    return true;
  }

  private void say(String reply) throws IOException {
    replies.say(in.arrived(), reply);
  }

  private boolean in(boolean order, String reply) throws IOException {
    say(order ? reply : "503 5.5.1 not now");
    return order;
  }

  private void forget() {
    sender = false;
    recipient = false;
  }

  private void startTls() throws IOException, InterruptedException {
    if (in(!encrypted, "220 2.0.0 go ahead")) {
      replies.drain();
      SSLSocket layered = (SSLSocket) tls.createSocket(socket, null, socket.getPort(), true);
      layered.setUseClientMode(false);
      layered.startHandshake();
      socket = layered;
      in.switchTo(layered.getInputStream());
      replies.switchTo(layered.getOutputStream());
      encrypted = true;
      forget();
    }
  }

  /** Any credentials will do, but the dialogue must be right. */
  private void authenticate(String line) throws IOException {
    String[] words = line.split(" ");
    if (!encrypted) {
      say("530 5.7.0 STARTTLS first");
      return;
    }
    boolean login = words[1].equalsIgnoreCase("LOGIN");
    for (int missing = (login ? 2 : 1) - (words.length - 2); missing > 0; missing--) {
      say(login ? (missing == 2 ? "334 VXNlcm5hbWU6" : "334 UGFzc3dvcmQ6") : "334 ");
      in.readLine();
    }
    loggedIn = true;
    say("235 2.7.0 welcome");
  }

  private void swallow() throws IOException {
    long size = 0;
    boolean header = counters.wantsIds();
    String id = null;
    int length = in.readLine();
    while (in.at(0) != '.' || length > 3) {
      size += length;
      if (header) {
        header = length > 2;
        if (length > 11
            && in.at(7) == '-'
            && in.line().regionMatches(true, 0, "Message-ID:", 0, 11)) {
          id = in.line();
        }
      }
      length = in.readLine();
    }
    forget();
    counters.mail(size, id);
    say("250 2.0.0 taken");
  }
}
