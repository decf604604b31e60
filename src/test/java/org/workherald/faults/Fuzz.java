package org.workherald.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.workherald.faults.Shot.Form;

/** Shots at a running service, one after the other, and what was wrong with its answers. */
final class Fuzz {

  private static final int ENOUGH = 20;

  private final RequestNoise noise;
  private final Judge judge;
  private final int port;
  private final byte[] look;
  private final Map<Integer, Integer> statuses = new TreeMap<>();
  private final List<String> complaints = new ArrayList<>();

  Fuzz(JsonNode api, Map<String, String> keys, int port, long seed) {
    this.noise = new RequestNoise(api, keys, seed);
    this.judge = new Judge(List.copyOf(keys.values()));
    this.port = port;
    this.look =
        "GET /smtp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(keys.get("admin"))
            .getBytes(US_ASCII);
  }

  /** How many answers had which status; 0 stands for none. */
  Map<Integer, Integer> statuses() {
    return statuses;
  }

  List<String> complaints() {
    return complaints;
  }

  /** Sends so many; stops early when there is enough to complain about. */
  void fire(int from, int to) throws IOException {
    try (Caller caller = new Caller(port, Duration.ofSeconds(20));
        Caller outcast = new Caller(port, Duration.ofSeconds(20));
        Caller witness = new Caller(port, Duration.ofSeconds(20))) {
      for (int turn = from; turn < to && complaints.size() < ENOUGH; turn++) {
        Shot shot = noise.next(turn);
        if (shot.form() == Form.CUT) {
          outcast.abandon(shot.bytes());
        } else if (shot.form() == Form.BROKEN) {
          judge(turn, shot, outcast, witness);
          outcast.hangUp();
        } else {
          judge(turn, shot, caller, witness);
        }
      }
    }
  }

  private void judge(int turn, Shot shot, Caller caller, Caller witness) throws IOException {
    try {
      String before = state(shot, witness);
      Reply reply = caller.exchange(shot.bytes(), shot.head());
      statuses.merge(reply.status(), 1, Integer::sum);
      String complaint = judge.complaint(shot, reply);
      if (complaint == null && reply.status() >= 400 && !before.equals(state(shot, witness))) {
        complaint = "it was refused, and still changed something";
      }
      if (complaint != null) {
        complaints.add(
            "%d: %s\n  %s\n  %s %s"
                .formatted(turn, complaint, shot, reply.head().strip(), cut(reply.text())));
      }
    } catch (SocketTimeoutException e) {
      if (shot.form() != Form.BROKEN) {
        complaints.add("%d: no answer in time\n  %s".formatted(turn, shot));
      }
    }
  }

  /**
   * What a refused change of the settings must leave as it is. Asked on a connection of its own:
   * what a broken request leaves behind on the wire is answered there, too.
   */
  private String state(Shot shot, Caller witness) throws IOException {
    if (!shot.operation().path().equals("/smtp")) {
      return "";
    }
    Reply reply = witness.exchange(look, false);
    return reply.status() + " " + reply.header("etag");
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(text.length(), 600));
  }
}
