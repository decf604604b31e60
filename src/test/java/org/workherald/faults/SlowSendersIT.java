package org.workherald.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workherald.PackagedService;
import org.workherald.Samples;

/**
 * Many callers who send slowly, stop in the middle, say nothing or do not fetch their answers, at
 * once, at a service with a heap of 256 MB: it serves the others meanwhile, ends their connections
 * in time, and keeps its memory.
 */
@Tag("faults")
class SlowSendersIT {

  private static final int SENDERS = Integer.getInteger("faults.senders", 300);
  private static final int LARGE = Integer.getInteger("faults.large", 200);
  private static final int ROUNDS = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(6);
  private static final String KEY = "Authorization: Bearer " + PackagedService.ADMIN_KEY + "\r\n";

  @TempDir Path folder;

  @Test
  void whoeverSendsSlowlyKeepsNobodyWaiting() throws Exception {
    try (PackagedService service = service(PATIENCE).start()) {
      List<SocketChannel> slow = new ArrayList<>();
      String post =
          "POST /notifications HTTP/1.1\r\nHost: x\r\n%sContent-Type: application/json\r\n"
              + "Content-Length: 5000\r\n\r\n{";
      for (int i = 0; i < SENDERS; i++) {
        slow.add(open(service, ""));
        slow.add(open(service, "GET /notifications HTTP/1.1\r\nHo"));
        slow.add(open(service, post.formatted(KEY)));
        slow.add(open(service, post.formatted("")));
      }
      ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();
      drip.scheduleAtFixedRate(() -> slow.forEach(SlowSendersIT::byteMore), 0, 500, MILLISECONDS);
      try {
        post(service);
        Figures figures = serve(service);
        long start = System.nanoTime();
        await()
            .atMost(PATIENCE.multipliedBy(5))
            .until(() -> slow.stream().allMatch(SlowSendersIT::ended));
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        System.out.printf(
            "RESULT slow senders %d: a POST beside them took %s; all connections ended %d s after%n",
            slow.size(), figures, seconds);
      } finally {
        drip.shutdownNow();
        close(slow);
      }
      assertSound(service);
    }
  }

  @Test
  void largeBodiesHalfSentHaveBoundedMemory() throws Exception {
    try (PackagedService service = service(PATIENCE.multipliedBy(10)).start()) {
      int size = 15 << 20;
      byte[] part = new byte[64 << 10];
      Arrays.fill(part, (byte) ' ');
      List<SocketChannel> slow = new ArrayList<>();
      for (int i = 0; i < LARGE; i++) {
        slow.add(
            open(
                service,
                "POST /notifications/batch HTTP/1.1\r\nHost: x\r\n"
                    + KEY
                    + "Content-Type: application/json\r\nContent-Length: "
                    + size
                    + "\r\n\r\n"));
      }
      post(service);
      Figures figures = new Figures();
      int refused = 0;
      long sent = 0;
      for (int round = 0; round < ROUNDS; round++) {
        for (SocketChannel channel : slow) {
          sent += write(channel, ByteBuffer.wrap(part));
        }
        if (round % 4 == 0) {
          figures.add(post(service));
        }
      }
      for (SocketChannel channel : slow) {
        refused += status(channel) == 503 ? 1 : 0;
      }
      System.out.printf(
          "RESULT large bodies %d at once: %d MiB sent, %d refused with 503; a POST beside them took %s%n",
          slow.size(), sent >> 20, refused, figures);
      assertThat(refused).isPositive();
      close(slow);
      assertSound(service);
    }
  }

  @Test
  void whoeverDoesNotFetchAnswersKeepsNobodyWaiting() throws Exception {
    try (PackagedService service = service(PATIENCE).start()) {
      String batch = LargestIT.batch(10, i -> LargestIT.notification("x".repeat(4_000)));
      service
          .request()
          .body(batch.getBytes(UTF_8))
          .post("/notifications/batch")
          .then()
          .statusCode(202);
      String other =
          service
              .request()
              .body(Map.of("name", "other", "roles", List.of("operator")))
              .post("/keys")
              .path("key");
      post(service);
      List<SocketChannel> slow = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        slow.add(
            open(service, "GET /notifications?limit=200 HTTP/1.1\r\nHost: x\r\n" + KEY + "\r\n"));
      }
      Figures figures = serve(service);
      try (Caller caller = new Caller(service.port(), PATIENCE)) {
        String get =
            "GET /notifications?limit=1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n";
        assertThat(caller.exchange(get.formatted(other).getBytes(US_ASCII), false).status())
            .isEqualTo(200);
      }
      int refused = 0;
      for (SocketChannel channel : slow) {
        refused += status(channel) == 429 ? 1 : 0;
      }
      System.out.printf(
          "RESULT slow readers %d, %d of them refused with 429: a POST beside them took %s%n",
          SENDERS, refused, figures);
      await().atMost(PATIENCE.multipliedBy(3)).until(() -> readable(service));
      close(slow);
      assertSound(service);
    }
  }

  private static boolean readable(PackagedService service) {
    return service.request().get("/keys").statusCode() == 200;
  }

  private PackagedService service(Duration patience) {
    return new PackagedService(folder)
        .with("WORKHERALD_HTTP_HEAD_TIMEOUT", patience)
        .with("WORKHERALD_HTTP_TRANSFER_TIMEOUT", patience);
  }

  /** How long others wait for their answers, in milliseconds. */
  private static final class Figures {

    private final List<Long> millis = new ArrayList<>();

    void add(long took) {
      millis.add(took);
    }

    @Override
    public String toString() {
      List<Long> sorted = millis.stream().sorted().toList();
      return "%d ms (median of %d), %d ms at most"
          .formatted(sorted.get(sorted.size() / 2), sorted.size(), sorted.get(sorted.size() - 1));
    }
  }

  private static Figures serve(PackagedService service) {
    Figures figures = new Figures();
    for (int i = 0; i < 50; i++) {
      figures.add(post(service));
    }
    return figures;
  }

  private static long post(PackagedService service) {
    long start = System.nanoTime();
    service
        .request()
        .body(Samples.notification("beside", "kim@example.com"))
        .post("/notifications")
        .then()
        .statusCode(202);
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }

  private static void assertSound(PackagedService service) {
    service.request().get("/q/health/ready").then().statusCode(200);
    post(service);
    assertThat(service.errors()).isEmpty();
  }

  private static SocketChannel open(PackagedService service, String begin) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), service.port()));
    channel.write(ByteBuffer.wrap(begin.getBytes(US_ASCII)));
    channel.configureBlocking(false);
    return channel;
  }

  private static void byteMore(SocketChannel channel) {
    write(channel, ByteBuffer.wrap(new byte[] {'x'}));
  }

  private static int write(SocketChannel channel, ByteBuffer bytes) {
    try {
      return channel.isOpen() ? channel.write(bytes) : 0;
    } catch (IOException e) {
      return 0; // the service has ended it
    }
  }

  private static int status(SocketChannel channel) {
    try {
      ByteBuffer answer = ByteBuffer.allocate(12);
      int read = channel.read(answer);
      return read < 12 ? 0 : Integer.parseInt(new String(answer.array(), 9, 3, US_ASCII));
    } catch (IOException e) {
      return 0;
    }
  }

  private static boolean ended(SocketChannel channel) {
    try {
      ByteBuffer answer = ByteBuffer.allocate(10_000);
      int read = channel.read(answer);
      while (read > 0) {
        read = channel.read(answer.clear());
      }
      return read < 0;
    } catch (IOException e) {
      return true;
    }
  }

  private static void close(List<SocketChannel> channels) throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
  }
}
