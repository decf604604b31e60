package org.workherald.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.restassured.RestAssured;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.workherald.Samples;
import org.workherald.access.Keys;
import org.workherald.notification.NotificationsAccepted;

/** A body has its place in the room for as long as it is held, and no longer. */
@QuarkusTest
class BodyIntakeTest {

  private static final String SPACES = " ".repeat(BodyRoom.SMALL);

  @Inject BodyRoom room;
  @Inject AtWork work;

  @Test
  void aBodyKeepsItsPlaceWhileItsRequestWorksThoughItsCallerHungUp() throws Exception {
    Stop stop = new Stop(new CountDownLatch(1), new CountDownLatch(1), new CountDownLatch(1));
    work.stop = stop;
    try {
      String body = SPACES + Samples.notification("1", "kim@example.com");
      try (Socket caller = open()) {
        write(caller, head("Content-Length: " + body.length()) + body);
        pass(stop.begun);
      }
      pass(stop.callerGone);
      assertThat(taken()).isTrue();
    } finally {
      work.stop = null;
      stop.goOn.countDown();
    }
    await().until(() -> !taken());
  }

  @Test
  void whoHangsUpInTheMidstOfABodyTakesNoRoom() throws IOException {
    try (Socket caller = open()) {
      write(caller, head("Content-Length: " + 3 * SPACES.length()) + SPACES + SPACES);
      await().until(this::taken);
    }
    await().until(() -> !taken());
  }

  @ParameterizedTest
  @CsvSource({"'', 202", "], 400"})
  void whoIsAnsweredTakesNoRoom(String more, int status) throws IOException {
    String body = SPACES + Samples.notification("1", "kim@example.com") + more;
    try (Socket caller = open()) {
      write(caller, head("Content-Length: " + body.length()) + body);
      assertThat(status(caller)).isEqualTo(status);
      await().until(() -> !taken());
    }
  }

  @Test
  void whoIsRefusedTakesNoRoom() throws IOException {
    try (Socket caller = open()) {
      write(caller, head("Transfer-Encoding: chunked"));
      for (int i = 0; i < 17; i++) {
        write(caller, Integer.toHexString(SPACES.length()) + "\r\n" + SPACES + "\r\n");
      }
      write(caller, "0\r\n\r\n");
      assertThat(status(caller)).isEqualTo(413);
      await().until(() -> !taken());
    }
  }

  /** Whether a large body is held: a single one would always fit, whatever its size. */
  private boolean taken() {
    byte[] everything = new byte[(int) (Runtime.getRuntime().maxMemory() / 6 / 100)];
    Arrays.fill(everything, (byte) '{');
    BodyRoom.Place place = room.place();
    try {
      return !place.grow(everything);
    } finally {
      place.leave();
    }
  }

  private static String head(String length) {
    return """
        POST /notifications HTTP/1.1
        Host: x
        Authorization: Bearer %s
        Content-Type: application/json
        %s

        """
        .formatted(Keys.admin(), length)
        .replace("\n", "\r\n");
  }

  private static Socket open() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
  }

  private static void write(Socket caller, String part) throws IOException {
    caller.getOutputStream().write(part.getBytes(US_ASCII));
  }

  private static int status(Socket caller) throws IOException {
    caller.setSoTimeout(20_000);
    byte[] line = caller.getInputStream().readNBytes(12);
    return Integer.parseInt(new String(line, 9, 3, US_ASCII));
  }

  private static void pass(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
  }

  private record Stop(CountDownLatch begun, CountDownLatch callerGone, CountDownLatch goOn) {}

  /** Stops a request in the midst of its work. */
  @Singleton
  static class AtWork {

    private final CurrentVertxRequest current;
    private volatile Stop stop;

    AtWork(CurrentVertxRequest current) {
      this.current = current;
    }

    void stop(@Observes NotificationsAccepted event) throws InterruptedException {
      Stop mine = stop;
      if (mine != null) {
        current
            .getCurrent()
            .request()
            .connection()
            .closeHandler(gone -> mine.callerGone.countDown());
        mine.begun.countDown();
        mine.goOn.await(20, TimeUnit.SECONDS);
      }
    }
  }
}
