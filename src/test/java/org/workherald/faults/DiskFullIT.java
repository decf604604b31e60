package org.workherald.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workherald.PackagedService;

/**
 * The disk under SQLite runs full under load, over and over: 503, no damage, and when there is room
 * again everything that was accepted is mailed, once. Needs to be root, for a small file system.
 */
@Tag("faults")
class DiskFullIT {

  private static final int ROUNDS = Integer.getInteger("faults.rounds", 10);

  @TempDir Path folder;

  private Path disk;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", disk.toString()),
        "skipped: no file system can be mounted here");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", disk.toString());
  }

  @Test
  void everythingAcceptedIsMailedOnce() throws Exception {
    Instant start = Instant.now();
    try (Service fixture = new Service(folder);
        PackagedService service =
            fixture
                .at(disk.resolve("data"))
                // Or nothing would be taken on so small a disk, and it would never run full.
                .with("WORKHERALD_STORE_MIN_FREE", 0)) {
      service.start();
      Load load = fixture.load(service);
      load.start(3);
      long refused = 0;
      for (int round = 0; round < ROUNDS; round++) {
        int accepted = fixture.ledger.accepted();
        await().atMost(Duration.ofMinutes(1)).until(() -> fixture.ledger.accepted() > accepted);
        fixture.dice.pause(500);
        // As long as the disk is full no mail goes out, so that nobody would call any more.
        load.patient(false);
        Path filler = fill();
        long before = load.refused();
        await().atMost(Duration.ofMinutes(1)).until(() -> load.refused() > before + 20);
        await().atMost(Duration.ofSeconds(30)).until(() -> readiness(service) == 503);
        refused += load.refused() - before;
        Files.delete(filler);
        load.patient(true);
        await().atMost(Duration.ofSeconds(30)).until(() -> readiness(service) == 200);
      }
      load.stop();
      load.finish();
      fixture.assertAllMailedOnce(Duration.ofMinutes(3));
      try (Aftermath aftermath =
          new Aftermath("jdbc:sqlite:" + disk.resolve("data").resolve("workherald.db"))) {
        await().atMost(Duration.ofMinutes(1)).until(() -> aftermath.queued() == 0);
        assertThat(service.stop()).isEqualTo(143);
        aftermath.check();
        aftermath.check(fixture.ledger);
      }
      System.out.printf(
          "RESULT disk-full rounds=%d seed=%d accepted=%d mailed=%d refused-503=%d lost=%d"
              + " repeated=%d log-lines=%d seconds=%d%n",
          ROUNDS,
          fixture.dice.seed(),
          fixture.ledger.accepted(),
          fixture.ledger.mailed(),
          refused,
          fixture.ledger.missing().size(),
          fixture.repeated(),
          service.log().size(),
          Duration.between(start, Instant.now()).toSeconds());
    }
  }

  /** Takes what is left of the disk. */
  private Path fill() throws IOException {
    Path filler = disk.resolve("filler");
    byte[] block = new byte[1 << 12];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      return filler;
    }
  }

  private static int readiness(PackagedService service) {
    return service.request().get("/q/health/ready").statusCode();
  }

  static boolean run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException notThere) {
      return false;
    }
  }
}
