package org.workherald.smtp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** What a {@link ScriptedSmtpServer} does at a step. */
@FunctionalInterface
public interface Answer {

  /**
   * @return the reply's code, by which the server's state moves on; 0 when it does not
   */
  int give(ScriptedSmtpSession session) throws IOException;

  /** A reply as the standard has it: give all lines, codes included. */
  static Answer reply(String... lines) {
    return session -> {
      session.write(String.join("\r\n", lines) + "\r\n");
      return Integer.parseInt(lines[lines.length - 1].substring(0, 3));
    };
  }

  /** Says this, line ends and all as given, and changes no state. */
  static Answer raw(String text) {
    return session -> {
      session.write(text);
      return 0;
    };
  }

  /** Says this and waits for the client to go away. */
  static Answer garbage(byte[] bytes) {
    return session -> {
      session.writeBytes(bytes);
      session.flush();
      session.untilClientLeaves();
      return 0;
    };
  }

  /** Hangs up without a word. */
  static Answer drop() {
    return session -> {
      session.drop();
      return 0;
    };
  }

  /** Ends the connection with a reset. */
  static Answer reset() {
    return session -> {
      session.abort();
      return 0;
    };
  }

  /** Says this and hangs up. */
  static Answer replyThenDrop(String line) {
    return session -> {
      session.write(line + "\r\n");
      session.flush();
      session.drop();
      return 0;
    };
  }

  /** Says nothing until the client leaves. */
  static Answer stall() {
    return session -> {
      session.untilClientLeaves();
      return 0;
    };
  }

  /** Says this over and over, byte by byte, until the client leaves. */
  static Answer drip(String text, Duration each) {
    return session -> {
      byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
      for (int i = 0; ; i = (i + 1) % bytes.length) {
        session.writeBytes(new byte[] {bytes[i]});
        session.flush();
        LockSupport.parkNanos(each.toNanos());
      }
    };
  }

  /** This, and then nothing more until the client leaves. */
  default Answer andThenStall() {
    return session -> {
      give(session);
      session.flush();
      session.untilClientLeaves();
      return 0;
    };
  }
}
