package org.workherald.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workherald.PackagedService;

/**
 * The clock of the service is set forth and back by an hour under load: all that was accepted is
 * mailed, once, and soon. Needs Debian's package libfaketime.
 */
@Tag("faults")
class ClockJumpIT {

  private static final int ROUNDS = Integer.getInteger("faults.rounds", 12);
  private static final String[] JUMPS = {"+3600", "+0", "-3600", "+0", "+3600", "-3600"};

  /** Until all is mailed: what was tried once may wait for its lease. */
  private static final Duration SOON = Duration.ofMinutes(3);

  @TempDir Path folder;

  private Path library;
  private Path time;

  @BeforeEach
  void find() throws IOException {
    Optional<Path> found =
        Stream.of("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib")
            .map(lib -> Path.of(lib, "faketime", "libfaketime.so.1"))
            .filter(Files::exists)
            .findFirst();
    assumeTrue(found.isPresent(), "skipped: libfaketime is not installed");
    library = found.get();
    time = folder.resolve("time");
    set("+0");
  }

  @Test
  void aServiceOnItsOwnMailsAllOnce() throws Exception {
    Instant start = Instant.now();
    try (Service fixture = new Service(folder);
        PackagedService service = faked(fixture.at(folder.resolve("data")))) {
      service.start();
      Load load = fixture.load(service);
      load.start(3);
      for (int round = 0; round < ROUNDS; round++) {
        int mailed = fixture.ledger.mailed();
        await().atMost(SOON).until(() -> fixture.ledger.mailed() > mailed + 20);
        set(JUMPS[round % JUMPS.length]);
        fixture.dice.pause(3000);
      }
      load.stop();
      load.finish();
      Instant stopped = Instant.now();
      fixture.assertAllMailedOnce(SOON);
      report("alone", fixture, start, stopped);
      assertThat(service.log()).anyMatch(line -> line.contains("The clock was set back by"));
    }
  }

  @Test
  void aReplicaWithAWrongClockDeliversNothing() throws Exception {
    Instant start = Instant.now();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        Service fixture = new Service(folder);
        PackagedService wrong =
            shared(postgres, faked(fixture.at(folder.resolve("one"))), "wrong.example.com");
        PackagedService right =
            shared(postgres, fixture.at(folder.resolve("two")), "right.example.com")) {
      wrong.start();
      right.start();
      Load load = fixture.load(wrong);
      load.start(3);
      for (int round = 0; round < ROUNDS; round++) {
        String jump = JUMPS[round % JUMPS.length];
        set(jump);
        int mailed = fixture.ledger.mailed();
        await().atMost(SOON).until(() -> fixture.ledger.mailed() > mailed + 20);
        fixture.dice.pause(2000);
      }
      set("+0");
      load.stop();
      load.finish();
      Instant stopped = Instant.now();
      // What it took in while it was ahead is due in the future, until the other one looks for it.
      fixture.assertAllMailedOnce(Duration.ofMinutes(7));
      report("replica", fixture, start, stopped);
      assertThat(wrong.log())
          .anyMatch(line -> line.contains("this replica delivers nothing until it is right"));
      assertThat(right.log()).noneMatch(line -> line.contains("delivers nothing"));
    }
  }

  private static PackagedService shared(
      EmbeddedPostgres postgres, PackagedService service, String name) {
    return service
        .with("WORKHERALD_DATABASE_URL", postgres.getJdbcUrl("postgres", "postgres"))
        .with("WORKHERALD_DATABASE_USERNAME", "postgres")
        .with("WORKHERALD_SMTP_SESSION_EHLO_NAME", name);
  }

  private PackagedService faked(PackagedService service) {
    return service
        .with("LD_PRELOAD", library)
        .with("FAKETIME_TIMESTAMP_FILE", time)
        // In seconds; to look at the file each time anybody asks for the time takes minutes.
        .with("FAKETIME_CACHE_DURATION", 1)
        .with("FAKETIME_DONT_FAKE_MONOTONIC", 1)
        // Or it would convert what needs none, and waits with a limit would end at once.
        .with("FAKETIME_FORCE_MONOTONIC_FIX", 0);
  }

  /** At once or not at all: it is read all the time. */
  private void set(String offset) throws IOException {
    Path next = Files.writeString(folder.resolve("time.new"), offset + "\n");
    Files.move(next, time, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void report(String kind, Service fixture, Instant start, Instant stopped) {
    System.out.printf(
        "RESULT clock-jump %s rounds=%d seed=%d accepted=%d mailed=%d lost=%d repeated=%d"
            + " seconds-to-drain=%d seconds=%d%n",
        kind,
        ROUNDS,
        fixture.dice.seed(),
        fixture.ledger.accepted(),
        fixture.ledger.mailed(),
        fixture.ledger.missing().size(),
        fixture.repeated(),
        Duration.between(stopped, Instant.now()).toSeconds(),
        Duration.between(start, Instant.now()).toSeconds());
  }
}
