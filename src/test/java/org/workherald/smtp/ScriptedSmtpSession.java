package org.workherald.smtp;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** One connection to a {@link ScriptedSmtpServer}, as the server sees it. */
public final class ScriptedSmtpSession extends ScriptedWire {

  private final int number;
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private volatile boolean ended;
  private volatile String line = "";
  private String client;
  private boolean loggedIn;
  private String mail;
  private final List<String> recipients = new ArrayList<>();

  ScriptedSmtpSession(ScriptedSmtpServer server, Socket raw, int number) throws IOException {
    super(server, raw);
    this.number = number;
  }

  /** The command being answered. */
  public String line() {
    return line;
  }

  /** Which connection this is, from 0. */
  public int number() {
    return number;
  }

  /** Every command of this connection, bodies left out. */
  public List<String> commands() {
    return commands;
  }

  /** Whether the connection is over. */
  public boolean ended() {
    return ended;
  }

  void run() {
    try (raw) {
      if (server.mode == ScriptedSmtpServer.Mode.IMPLICIT) {
        handshake();
      }
      answer("CONNECT", Answer.reply("220 scripted.example.com ESMTP"));
      while (!raw.isClosed()) {
        command(readLine());
      }
    } catch (IOException e) {
      // The client left, or the test told the server to.
    } finally {
      ended = true;
      server.presence().left(number);
    }
  }

  private void command(String command) throws IOException {
    line = command;
    commands.add(command);
    String verb = command.split("[ :]")[0].toUpperCase(Locale.ROOT);
    boolean locked = server.mode == ScriptedSmtpServer.Mode.STARTTLS && !secure();
    switch (verb) {
      case "EHLO" -> {
        client = command.substring(command.indexOf(' ') + 1);
        answer("EHLO", Answer.reply(hello()));
      }
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
        // Before the client can know: it may be back at once.
        server.presence().left(number);
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
        handshake();
        reset();
      }
    } else if (server.mode != ScriptedSmtpServer.Mode.STARTTLS || secure()) {
      write("503 5.5.1 no\r\n");
      flush();
    } else {
      write("220 2.0.0 Ready\r\n");
      writeBytes(server.injection);
      flush();
      handshake();
      reset();
    }
  }

  private void handshake() throws IOException {
    Answer told = server.answer("TLS", this);
    if (told == null) {
      startTls();
    } else {
      told.give(this);
    }
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
      Instant dataAt = Instant.now();
      byte[] content = readBody();
      Instant takenAt = Instant.now();
      line = "";
      // Kept before the client can know: a test that has the result finds the mail.
      if (say("BODY", Answer.reply("250 2.0.0 Ok: queued")) == 250) {
        server.take(
            new ScriptedSmtpServer.Mail(
                mail == null ? null : path(mail),
                List.copyOf(recipients),
                mail,
                content,
                protocol(),
                number,
                client,
                dataAt,
                takenAt));
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

  /** What a sound server says at this step to a client that does nothing wrong. */
  public int usual(String step) throws IOException {
    return switch (step) {
      case "MAIL" -> Answer.reply("250 2.1.0 Ok").give(this);
      case "RCPT" -> Answer.reply("250 2.1.5 Ok").give(this);
      case "DATA" -> Answer.reply("354 go ahead").give(this);
      default -> Answer.reply("250 2.0.0 Ok").give(this);
    };
  }
}
