package org.workherald.smtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * A mail server on loopback that does as it is told: a sound one unless a step was given another
 * answer. It can be told at any time; a connection asks anew at each step.
 *
 * <pre>{@code
 * try (var server = ScriptedSmtpServer.starttls(ca.leaf("localhost")).login("kim", "secret")) {
 *   server.on("RCPT", s -> s.line().contains("bad@"), Answer.reply("550 5.1.1 no such user"));
 *   …
 *   server.mails().get(0).content();
 * }
 * }</pre>
 *
 * Steps: {@code CONNECT} (the greeting), {@code EHLO}, {@code STARTTLS}, {@code TLS} (the handshake
 * itself), {@code AUTH}, {@code MAIL}, {@code RCPT}, {@code DATA}, {@code BODY} (the reply to the
 * final dot), {@code RSET}, {@code NOOP}, {@code QUIT}.
 */
public final class ScriptedSmtpServer implements AutoCloseable {

  enum Mode {
    STARTTLS,
    IMPLICIT,
    PLAIN
  }

  /**
   * A mail as it was taken.
   *
   * @param from the reverse path without brackets
   * @param mailCommand the whole MAIL command with its parameters
   * @param content without dot-stuffing
   * @param tls such as {@code TLSv1.3}, or {@code null} when it came in plain
   * @param connection which connection brought it, from 0
   * @param client the name in EHLO
   * @param dataAt when its DATA was seen
   * @param takenAt when its last byte was read, before the reply to it
   */
  public record Mail(
      String from,
      List<String> recipients,
      String mailCommand,
      byte[] content,
      String tls,
      int connection,
      String client,
      Instant dataAt,
      Instant takenAt) {}

  private record Rule(
      String step, Predicate<ScriptedSmtpSession> when, Answer answer, int[] left) {}

  final Mode mode;
  final SSLContext tls;
  volatile String username;
  volatile String password;
  volatile String mechanisms = "PLAIN LOGIN";
  volatile String[] protocols = {"TLSv1.3", "TLSv1.2"};
  volatile String[] ciphers = {};
  volatile Duration delay = Duration.ZERO;
  volatile byte[] injection = {};
  volatile boolean keepMails = true;
  final Set<String> extensions = new ConcurrentSkipListSet<>();
  final Set<String> plainExtensions = new ConcurrentSkipListSet<>();
  private final List<Mail> mails = new CopyOnWriteArrayList<>();

  private final ShownCertificate shown;
  private final ServerSocket listener;
  private final Presence presence = new Presence();
  private volatile Consumer<Mail> taker = mail -> {};
  private final List<ScriptedSmtpSession> sessions = new CopyOnWriteArrayList<>();
  private final List<Rule> rules = new CopyOnWriteArrayList<>();

  private ScriptedSmtpServer(Mode mode, TestCa.Leaf leaf) {
    this.mode = mode;
    this.shown = new ShownCertificate(leaf);
    this.tls = shown.context();
    extensions.addAll(
        List.of("PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES", "SIZE 35882577"));
    try {
      listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread("scripted-smtp-" + listener.getLocalPort(), this::listen);
  }

  /** In plain until STARTTLS. */
  public static ScriptedSmtpServer starttls(TestCa.Leaf leaf) {
    return new ScriptedSmtpServer(Mode.STARTTLS, leaf);
  }

  /** TLS from the first byte. */
  public static ScriptedSmtpServer implicit(TestCa.Leaf leaf) {
    return new ScriptedSmtpServer(Mode.IMPLICIT, leaf);
  }

  /** Knows no TLS at all. */
  public static ScriptedSmtpServer plain() {
    return new ScriptedSmtpServer(Mode.PLAIN, null);
  }

  /** Loopback's port; the host is {@code localhost} or {@code 127.0.0.1}. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Requires this login before it takes mail. */
  public ScriptedSmtpServer login(String user, String secret) {
    this.username = user;
    this.password = secret;
    return this;
  }

  /** What AUTH offers; empty: the keyword is missing. */
  public ScriptedSmtpServer mechanisms(String... names) {
    this.mechanisms = String.join(" ", names);
    return this;
  }

  /** Adds or replaces an extension, such as {@code SIZE 1000}. */
  public ScriptedSmtpServer with(String extension) {
    without(extension.split(" ")[0]);
    extensions.add(extension);
    return this;
  }

  public ScriptedSmtpServer without(String keyword) {
    extensions.removeIf(e -> e.split(" ")[0].equals(keyword));
    return this;
  }

  /** An extension that is offered only before TLS. */
  public ScriptedSmtpServer onlyInPlain(String extension) {
    plainExtensions.add(extension);
    return this;
  }

  /** Shows another certificate in the handshakes to come. */
  public ScriptedSmtpServer show(TestCa.Leaf other) {
    shown.change(other);
    return this;
  }

  public ScriptedSmtpServer protocols(String... names) {
    this.protocols = names;
    return this;
  }

  /** The cipher suites; those of the JDK unless told otherwise. */
  public ScriptedSmtpServer ciphers(String... names) {
    this.ciphers = names;
    return this;
  }

  /** Waits so long before it sends what it has to say: the way there and back. */
  public ScriptedSmtpServer delay(Duration duration) {
    this.delay = duration;
    return this;
  }

  /** Sends this right behind the {@code 220} to STARTTLS, in the same packet. */
  public ScriptedSmtpServer injectAfterStarttls(byte[] bytes) {
    this.injection = bytes;
    return this;
  }

  /** Counts nothing and keeps nothing: for measuring. */
  public ScriptedSmtpServer forgetful() {
    this.keepMails = false;
    return this;
  }

  /** Is given each mail before its sender can know, kept or not. */
  public ScriptedSmtpServer taker(Consumer<Mail> taker) {
    this.taker = taker;
    return this;
  }

  /** How many connections there are now, and were at most. */
  public Presence presence() {
    return presence;
  }

  void take(Mail mail) {
    taker.accept(mail);
    if (keepMails) {
      mails.add(mail);
    }
  }

  /** Always answers a step so. The rule given last wins. */
  public ScriptedSmtpServer on(String step, Answer answer) {
    return on(step, session -> true, answer);
  }

  public ScriptedSmtpServer on(String step, Predicate<ScriptedSmtpSession> when, Answer answer) {
    rules.add(0, new Rule(step, when, answer, new int[] {Integer.MAX_VALUE}));
    return this;
  }

  /** Answers a step so the next time only. */
  public ScriptedSmtpServer once(String step, Answer answer) {
    rules.add(0, new Rule(step, session -> true, answer, new int[] {1}));
    return this;
  }

  /** From now on a sound server again. */
  public ScriptedSmtpServer behave() {
    rules.clear();
    injection = new byte[0];
    return this;
  }

  public List<Mail> mails() {
    return mails;
  }

  /** Every connection so far, the ended ones too. */
  public List<ScriptedSmtpSession> sessions() {
    return sessions;
  }

  /** Every byte of every connection, before TLS and inside it. */
  public byte[] received() {
    byte[] all = {};
    for (ScriptedSmtpSession session : sessions) {
      byte[] more = session.received();
      int before = all.length;
      all = Arrays.copyOf(all, before + more.length);
      System.arraycopy(more, 0, all, before, more.length);
    }
    return all;
  }

  Answer answer(String step, ScriptedSmtpSession session) {
    for (Rule rule : rules) {
      if (rule.step.equals(step) && rule.when.test(session)) {
        synchronized (rule.left) {
          if (rule.left[0] > 0) {
            rule.left[0]--;
            return rule.answer;
          }
        }
      }
    }
    return null;
  }

  private void listen() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        ScriptedSmtpSession session = new ScriptedSmtpSession(this, socket, sessions.size());
        sessions.add(session);
        presence.came(session.number());
        thread("scripted-smtp-session-" + session.number(), session::run);
      } catch (IOException e) {
        // The listener was closed, or the client left at once.
      }
    }
  }

  private static void thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends every connection and takes no more. */
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sessions.forEach(ScriptedSmtpSession::drop);
  }
}
