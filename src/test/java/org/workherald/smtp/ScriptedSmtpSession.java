package org.workherald.smtp;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;

/** One connection to a {@link ScriptedSmtpServer}, as the server sees it. */
public final class ScriptedSmtpSession {

  private final ScriptedSmtpServer server;
  private final Socket raw;
  private final int number;
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream inPlain = new ByteArrayOutputStream();
  private final ByteArrayOutputStream inTls = new ByteArrayOutputStream();
  private InputStream in;
  private OutputStream out;
  private final byte[] buffer = new byte[64 * 1024];
  private int position;
  private int limit;
  private volatile SSLSocket secure;
  private volatile boolean ended;
  private volatile String line = "";
  private boolean loggedIn;
  private String mail;
  private final List<String> recipients = new ArrayList<>();

  ScriptedSmtpSession(ScriptedSmtpServer server, Socket raw, int number) throws IOException {
    this.server = server;
    this.raw = raw;
    this.number = number;
    this.in = raw.getInputStream();
    this.out = new BufferedOutputStream(raw.getOutputStream(), 64 * 1024);
  }

  /** The command being answered. */
  public String line() {
    return line;
  }

  /** Which connection this is, from 0. */
  public int number() {
    return number;
  }

  /** Whether TLS stands. */
  public boolean secure() {
    return secure != null;
  }

  /** Every command of this connection, bodies left out. */
  public List<String> commands() {
    return commands;
  }

  /** Whether the connection is over. */
  public boolean ended() {
    return ended;
  }

  /** Every byte the client sent outside TLS. */
  public byte[] receivedInPlain() {
    synchronized (inPlain) {
      return inPlain.toByteArray();
    }
  }

  /** Every byte the client sent inside TLS. */
  public byte[] receivedInTls() {
    synchronized (inTls) {
      return inTls.toByteArray();
    }
  }

  byte[] received() {
    byte[] plain = receivedInPlain();
    byte[] more = receivedInTls();
    byte[] all = java.util.Arrays.copyOf(plain, plain.length + more.length);
    System.arraycopy(more, 0, all, plain.length, more.length);
    return all;
  }

  void run() {
    try (raw) {
      if (server.mode == ScriptedSmtpServer.Mode.IMPLICIT) {
        startTls();
      }
      answer("CONNECT", Answer.reply("220 scripted.example.com ESMTP"));
      while (!raw.isClosed()) {
        command(readLine());
      }
    } catch (IOException e) {
      // The client left, or the test told the server to.
    } finally {
      ended = true;
    }
  }

  private void command(String command) throws IOException {
    line = command;
    commands.add(command);
    String verb = command.split("[ :]")[0].toUpperCase(Locale.ROOT);
    boolean locked = server.mode == ScriptedSmtpServer.Mode.STARTTLS && !secure();
    switch (verb) {
      case "EHLO" -> answer("EHLO", Answer.reply(hello()));
      case "STARTTLS" -> upgrade();
      case "AUTH" -> answer("AUTH", locked ? mustStartTls() : this::login);
      case "MAIL" -> {
        boolean stranger = server.username != null && !loggedIn;
        String ready = mail == null ? "250 2.1.0 Ok" : "503 5.5.1 nested MAIL";
        String said = stranger ? "530 5.7.0 Authentication required" : ready;
        if (answer("MAIL", locked ? mustStartTls() : Answer.reply(said)) == 250) {
          mail = command;
        }
      }
      case "RCPT" -> {
        if (answer("RCPT", Answer.reply(mail == null ? "503 5.5.1 MAIL first" : "250 2.1.5 Ok"))
            == 250) {
          recipients.add(path(command));
        }
      }
      case "DATA" -> data();
      case "RSET" -> {
        reset();
        answer("RSET", Answer.reply("250 2.0.0 Ok"));
      }
      case "NOOP" -> answer("NOOP", Answer.reply("250 2.0.0 Ok"));
      case "QUIT" -> {
        answer("QUIT", Answer.reply("221 2.0.0 Bye"));
        flush();
        drop();
      }
      default -> answer(verb, Answer.reply("502 5.5.2 unknown command"));
    }
  }

  private int answer(String step, Answer usual) throws IOException {
    int code = say(step, usual);
    flushWhenDue();
    return code;
  }

  private int say(String step, Answer usual) throws IOException {
    Answer told = server.answer(step, this);
    return (told == null ? usual : told).give(this);
  }

  private void flushWhenDue() throws IOException {
    if (position == limit && in.available() == 0) {
      flush();
    }
  }

  private static Answer mustStartTls() {
    return Answer.reply("530 5.7.0 Must issue a STARTTLS command first");
  }

  private String[] hello() {
    List<String> words = new ArrayList<>(List.of("scripted.example.com"));
    if (server.mode == ScriptedSmtpServer.Mode.STARTTLS && !secure()) {
      words.add("STARTTLS");
      words.addAll(server.plainExtensions);
    } else if (!server.mechanisms.isEmpty() && server.username != null) {
      words.add("AUTH " + server.mechanisms);
    }
    words.addAll(server.extensions);
    String[] lines = new String[words.size()];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = "250" + (i == lines.length - 1 ? " " : "-") + words.get(i);
    }
    return lines;
  }

  private void upgrade() throws IOException {
    Answer told = server.answer("STARTTLS", this);
    if (told != null) {
      int code = told.give(this);
      flush();
      if (code == 220) {
        startTls();
      }
    } else if (server.mode != ScriptedSmtpServer.Mode.STARTTLS || secure()) {
      write("503 5.5.1 no\r\n");
      flush();
    } else {
      write("220 2.0.0 Ready\r\n");
      writeBytes(server.injection);
      flush();
      startTls();
    }
  }

  /** Handshakes now. */
  public void startTls() throws IOException {
    SSLSocket socket =
        (SSLSocket) server.tls.getSocketFactory().createSocket(raw, "localhost", 0, true);
    socket.setUseClientMode(false);
    socket.setEnabledProtocols(server.protocols);
    if (server.ciphers.length > 0) {
      socket.setEnabledCipherSuites(server.ciphers);
    }
    socket.startHandshake();
    in = socket.getInputStream();
    out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
    position = limit = 0;
    secure = socket;
    reset();
  }

  private int login(ScriptedSmtpSession self) throws IOException {
    String[] words = line.split(" ");
    String user;
    String secret;
    if (words[1].equalsIgnoreCase("PLAIN")) {
      String[] parts = decode(words.length > 2 ? words[2] : challenge("")).split("\0", -1);
      user = parts.length == 3 ? parts[1] : "";
      secret = parts.length == 3 ? parts[2] : "";
    } else {
      user = decode(challenge("VXNlcm5hbWU6"));
      secret = decode(challenge("UGFzc3dvcmQ6"));
    }
    loggedIn = user.equals(server.username) && secret.equals(server.password);
    write(loggedIn ? "235 2.7.0 Welcome\r\n" : "535 5.7.8 Authentication failed\r\n");
    return loggedIn ? 235 : 535;
  }

  private String challenge(String text) throws IOException {
    write("334 " + text + "\r\n");
    flush();
    String response = readLine();
    commands.add(response);
    return response;
  }

  private static String decode(String text) {
    return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
  }

  private void data() throws IOException {
    boolean envelope = mail != null && !recipients.isEmpty();
    String said = envelope ? "354 go ahead" : "554 5.5.1 no valid recipients";
    if (answer("DATA", Answer.reply(said)) == 354) {
      byte[] content = readBody();
      line = "";
      // Kept before the client can know: a test that has the result finds the mail.
      if (say("BODY", Answer.reply("250 2.0.0 Ok: queued")) == 250 && server.keepMails) {
        server.mails.add(
            new ScriptedSmtpServer.Mail(
                mail == null ? null : path(mail),
                List.copyOf(recipients),
                mail,
                content,
                secure == null ? null : secure.getSession().getProtocol(),
                number));
      }
      reset();
      flushWhenDue();
    }
  }

  private void reset() {
    mail = null;
    recipients.clear();
  }

  private static String path(String command) {
    return command.substring(command.indexOf('<') + 1, command.lastIndexOf('>'));
  }

  private byte[] readBody() throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    boolean lineStart = true;
    while (true) {
      int b = read();
      if (lineStart && b == '.') {
        int next = read();
        if (next == '\r') {
          if (read() == '\n') {
            return content.toByteArray();
          }
          throw new IOException("a dot, a CR and no LF");
        }
        b = next;
      }
      content.write(b);
      if (b == '\r') {
        b = read();
        content.write(b);
        lineStart = b == '\n';
      } else {
        lineStart = false;
      }
    }
  }

  private String readLine() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int b;
    while ((b = read()) != '\n') {
      bytes.write(b);
    }
    String text = bytes.toString(StandardCharsets.UTF_8);
    if (!text.endsWith("\r")) {
      throw new IOException("bare LF in a command");
    }
    return text.substring(0, text.length() - 1);
  }

  private int read() throws IOException {
    if (position == limit) {
      if (in.available() == 0) {
        flush();
      }
      position = 0;
      limit = Math.max(0, in.read(buffer));
      if (limit == 0) {
        throw new EOFException();
      }
      if (server.keepMails) {
        ByteArrayOutputStream record = secure() ? inTls : inPlain;
        synchronized (record) {
          record.write(buffer, 0, limit);
        }
      }
    }
    return buffer[position++] & 0xff;
  }

  public void write(String text) throws IOException {
    writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  public void writeBytes(byte[] bytes) throws IOException {
    pending = true;
    out.write(bytes);
  }

  private boolean pending;

  public void flush() throws IOException {
    if (pending) {
      pending = false;
      if (!server.delay.isZero()) {
        LockSupport.parkNanos(server.delay.toNanos());
      }
      out.flush();
    }
  }

  /** How many bytes of the client's are here and not read yet, as far as is known. */
  public int unread() throws IOException {
    return limit - position + in.available();
  }

  /** What a sound server says at this step to a client that does nothing wrong. */
  public int usual(String step) throws IOException {
    return switch (step) {
      case "MAIL" -> Answer.reply("250 2.1.0 Ok").give(this);
      case "RCPT" -> Answer.reply("250 2.1.5 Ok").give(this);
      case "DATA" -> Answer.reply("354 go ahead").give(this);
      default -> Answer.reply("250 2.0.0 Ok").give(this);
    };
  }

  /** Reads nothing until the connection is over, or the server closed. */
  public void awaitDrop() {
    while (!raw.isClosed()) {
      LockSupport.parkNanos(10_000_000);
    }
  }

  /** Waits for one byte more from the client. */
  public int readByte() throws IOException {
    return read();
  }

  /** Reads and forgets until the client hangs up. */
  public void untilClientLeaves() throws IOException {
    while (true) {
      read();
    }
  }

  /** Hangs up. */
  public void drop() {
    try {
      raw.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
