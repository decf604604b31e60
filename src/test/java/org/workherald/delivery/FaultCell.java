package org.workherald.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.workherald.outbox.Attempt;
import org.workherald.outbox.Entry;
import org.workherald.outbox.EntryState;
import org.workherald.outbox.Lane;
import org.workherald.outbox.Lane.Pause;
import org.workherald.outbox.NewEntry;
import org.workherald.outbox.Outbox;
import org.workherald.smtp.Accounts;
import org.workherald.smtp.Answer;
import org.workherald.smtp.Rig;
import org.workherald.smtp.ScriptedSmtpServer;
import org.workherald.smtp.ScriptedSmtpSession;
import org.workherald.smtp.TlsMode;
import org.workherald.store.Database;
import org.workherald.store.Ids;
import org.workherald.store.MovableClock;

/**
 * A mail server that does something wrong at one place, and what becomes of three mails.
 *
 * @param kept whether the connection has carried a mail before
 */
record FaultCell(Where where, What what, boolean kept, boolean pipelining) {

  enum Where {
    CONNECT("connect", "CONNECT"),
    GREETING("greeting", "CONNECT"),
    EHLO("EHLO", "EHLO"),
    STARTTLS("STARTTLS", "STARTTLS"),
    HANDSHAKE("TLS handshake", "TLS"),
    SECOND_EHLO("second EHLO", "EHLO"),
    LOGIN("login", "AUTH"),
    MAIL("MAIL", "MAIL"),
    RCPT("RCPT", "RCPT"),
    DATA("DATA", "DATA"),
    DOT("after the dot", "BODY"),
    RSET("RSET", "RSET"),
    QUIT("QUIT", "QUIT");

    final String words;
    final String step;

    Where(String words, String step) {
      this.words = words;
      this.step = step;
    }

    /** Whether it is about one mail, and not the connection alone. */
    boolean ofMail() {
      return ordinal() >= MAIL.ordinal();
    }
  }

  enum What {
    REFUSES("refuses the connection"),
    STALLS("stalls"),
    RESETS("resets the connection"),
    HANGS_UP("hangs up"),
    GARBAGE("says garbage"),
    NOT_NOW("says 4xx"),
    NEVER("says 5xx"),
    FAREWELL("says 421 and hangs up"),
    TAKES_AND_RESETS("takes the mail and resets the connection");

    final String words;

    What(String words) {
      this.words = words;
    }
  }

  /** What was seen, in the words of the table. */
  record Seen(String attempt, String mail, String others, String lane) {}

  private static final String TLS_GARBAGE = "\0\1\2 neither TLS nor anything else \r\n";

  boolean exists() {
    boolean loss = what != What.REFUSES && what != What.TAKES_AND_RESETS;
    boolean place =
        switch (where) {
          case CONNECT -> what == What.REFUSES || what == What.STALLS;
          case DOT -> loss || what == What.TAKES_AND_RESETS;
          default -> loss;
        };
    boolean age = where.ofMail() ? kept || where != Where.RSET && where != Where.QUIT : !kept;
    // The connection alone is the same either way until mail is spoken of.
    return place && age && (pipelining || where.ofMail());
  }

  Seen meet(Database database) throws IOException {
    database.write(
        handle -> {
          handle.execute("DELETE FROM attempt");
          handle.execute("DELETE FROM outbox");
          return handle.execute("UPDATE lane SET paused_since = NULL, probe = NULL, pauses = 0");
        });
    MovableClock clock = Rig.clock();
    try (ScriptedSmtpServer server =
            ScriptedSmtpServer.starttls(Rig.LEAF).login("kim", "correct horse");
        ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Seen seen;
      try (Rig rig = new Rig(clock, server.port(), TlsMode.STARTTLS, timeouts())) {
        seen = meet(database, clock, server, elsewhere, rig);
      }
      Awaitility.await(toString())
          .until(() -> server.sessions().stream().allMatch(ScriptedSmtpSession::ended));
      return seen;
    }
  }

  private Seen meet(
      Database database,
      MovableClock clock,
      ScriptedSmtpServer server,
      ServerSocket elsewhere,
      Rig rig)
      throws IOException {
    if (!pipelining) {
      server.without("PIPELINING");
    }
    Outbox outbox = new Outbox(database, clock, new Ids(clock));
    Lane lane = new Lane(database, clock);
    HandWorker worker =
        new HandWorker(
            outbox, lane, Accounts.deployed(database, clock), rig.trust(), rig.transport(), clock);
    if (kept) {
      add(database, outbox, clock, 1);
      worker.step();
      assertThat(server.mails()).hasSize(1);
    }
    List<Socket> inTheWay = arrange(server, elsewhere, rig, clock);
    List<UUID> mails = add(database, outbox, clock, 3);
    int before = worker.claimed.size();
    Awaitility.await(toString())
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              // Not at once while a connection that was kept too long says goodbye.
              worker.step();
              return worker.claimed.size() > before;
            });
    Seen seen = look(database, outbox, lane, mails);
    assertThat(worker.results.values()).as("%s: results", this).containsOnly(1);
    assertNothingLeft(server, rig);
    for (Socket socket : inTheWay) {
      socket.close();
    }

    server.behave();
    rig.leadTo(server.port());
    List<UUID> lasting =
        mails.stream()
            .filter(mail -> entry(database, outbox, mail).state() != EntryState.FAILED)
            .toList();
    // More than once: a connection that says goodbye counts as long as it does.
    Awaitility.await(this + ": in the end")
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              clock.move(Duration.ofMinutes(20));
              worker.step();
              return lasting.stream()
                  .allMatch(mail -> entry(database, outbox, mail).state() == EntryState.SENT);
            });
    return seen;
  }

  private String[] timeouts() {
    List<String> config = new ArrayList<>();
    if (what == What.STALLS) {
      String step =
          switch (where) {
            case CONNECT, RSET -> "connect";
            case GREETING -> "greeting";
            case HANDSHAKE -> "handshake";
            case DOT -> "accept";
            case QUIT -> "quit";
            default -> "command";
          };
      config.addAll(List.of("timeouts." + step, "500ms"));
    }
    return config.toArray(String[]::new);
  }

  private List<Socket> arrange(
      ScriptedSmtpServer server, ServerSocket elsewhere, Rig rig, MovableClock clock)
      throws IOException {
    List<Socket> inTheWay = new ArrayList<>();
    if (where == Where.CONNECT) {
      rig.leadTo(elsewhere.getLocalPort());
      if (what == What.REFUSES) {
        elsewhere.close();
      } else {
        fill(elsewhere, inTheWay);
      }
      return inTheWay;
    }
    if (where == Where.QUIT) {
      clock.move(Duration.ofSeconds(31)); // too long idle to be used again
      server.on("QUIT", answer());
    } else if (where.ofMail()) {
      server.once(where.step, answer());
    } else {
      server.on(
          where.step,
          session ->
              where == Where.SECOND_EHLO
                  ? session.secure()
                  : where != Where.EHLO || !session.secure(),
          answer());
    }
    return inTheWay;
  }

  /** Until the queue of connections that nobody accepts is full: the next one gets no answer. */
  private static void fill(ServerSocket deaf, List<Socket> inTheWay) {
    for (int i = 0; i < 16; i++) {
      Socket socket = new Socket();
      inTheWay.add(socket);
      try {
        socket.connect(new InetSocketAddress("127.0.0.1", deaf.getLocalPort()), 100);
      } catch (IOException full) {
        return;
      }
    }
    throw new UncheckedIOException(new IOException("the queue of connections has no end"));
  }

  private Answer answer() {
    return switch (what) {
      case STALLS -> Answer.stall();
      case RESETS -> afterAllElse(Answer.reset());
      case HANGS_UP -> afterAllElse(Answer.drop());
      case GARBAGE ->
          where == Where.HANDSHAKE
              ? Answer.raw(TLS_GARBAGE).andThenStall()
              : Answer.raw("what do you want?\r\n").andThenStall();
      case NOT_NOW -> said(notNow());
      case NEVER -> said(never());
      case FAREWELL -> Answer.replyThenDrop("421 4.3.2 Service shutting down");
      case TAKES_AND_RESETS ->
          session -> {
            Answer.reset().give(session);
            return 250;
          };
      case REFUSES -> throw new IllegalStateException();
    };
  }

  /** What it had to say about the commands before was said. */
  private static Answer afterAllElse(Answer end) {
    return session -> {
      session.flush();
      return end.give(session);
    };
  }

  private Answer said(String reply) {
    return where == Where.HANDSHAKE ? Answer.reply(reply).andThenStall() : Answer.reply(reply);
  }

  private String notNow() {
    return switch (where) {
      case STARTTLS, HANDSHAKE -> "454 4.7.0 TLS not available";
      case LOGIN -> "454 4.7.0 Temporary authentication failure";
      case RCPT -> "450 4.2.0 Mailbox busy";
      case DATA, DOT -> "451 4.6.0 Cannot look into it now";
      default -> "451 4.3.0 Try later";
    };
  }

  private String never() {
    return switch (where) {
      case LOGIN -> "535 5.7.8 Authentication failed";
      case MAIL -> "550 5.7.1 Not from this sender";
      case RCPT -> "550 5.1.1 No such user";
      case DATA, DOT -> "554 5.6.0 Not this message";
      case GREETING -> "554 5.7.1 Go away";
      default -> "502 5.5.1 Not implemented";
    };
  }

  private static List<UUID> add(Database database, Outbox outbox, MovableClock clock, int count) {
    Ids ids = new Ids(clock);
    List<NewEntry> entries =
        Stream.generate(ids::next)
            .limit(count)
            .map(
                id ->
                    new NewEntry(
                        id,
                        id,
                        "share",
                        "kim@d" + id.hashCode() + ".example.com",
                        "{}",
                        false,
                        EntryState.QUEUED,
                        null,
                        null))
            .toList();
    database.write(
        handle -> {
          outbox.add(handle, entries);
          return null;
        });
    return entries.stream().map(NewEntry::id).toList();
  }

  private static Entry entry(Database database, Outbox outbox, UUID mail) {
    return database.read(handle -> outbox.find(handle, List.of(mail))).get(mail).get(0);
  }

  private Seen look(Database database, Outbox outbox, Lane lane, List<UUID> mails) {
    Entry first = entry(database, outbox, mails.get(0));
    List<String> others =
        mails.subList(1, 3).stream()
            .map(mail -> became(database, entry(database, outbox, mail)))
            .distinct()
            .toList();
    Optional<Pause> pause = lane.pause();
    return new Seen(
        first.attempts().stream().map(FaultCell::words).findFirst().orElse("–"),
        became(database, first),
        String.join(", ", others),
        pause.isEmpty() ? "open" : pause.get().holding() ? "held" : "paused");
  }

  private static String words(Attempt attempt) {
    return attempt.outcome().word()
        + (attempt.cause() == null ? "" : ", `" + attempt.cause() + "`")
        + (String.valueOf(attempt.detail()).contains("same Message-ID")
            ? ", may have arrived"
            : "");
  }

  private static String became(Database database, Entry entry) {
    int failures =
        database.read(
            handle ->
                handle
                    .createQuery("SELECT failures FROM outbox WHERE id = ?")
                    .bind(0, entry.id())
                    .mapTo(Integer.class)
                    .one());
    return switch (entry.state()) {
      case SENT -> "sent";
      case FAILED -> "failed";
      case QUEUED -> failures == 0 ? "waits" : "tried again";
      default -> entry.state().word();
    };
  }

  private void assertNothingLeft(ScriptedSmtpServer server, Rig rig) {
    Awaitility.await(toString())
        .until(
            () ->
                rig.open() <= 1
                    && rig.open()
                        == server.sessions().stream().filter(session -> !session.ended()).count());
  }
}
