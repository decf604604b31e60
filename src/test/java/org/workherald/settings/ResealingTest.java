package org.workherald.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.workherald.settings.Resealing.Outcome;
import org.workherald.settings.Resealing.Sealed;
import org.workherald.store.DataDirectory;
import org.workherald.store.Database;
import org.workherald.store.Dialect;
import org.workherald.store.MovableClock;
import org.workherald.store.TestDatabase;

@ParameterizedClass
@EnumSource(Dialect.class)
class ResealingTest {

  private static final Secret PASSWORD = new Secret("pässwörd");

  private final MovableClock clock = new MovableClock();
  private final Database database;
  private final SettingStore store;
  @TempDir Path folder;

  ResealingTest(Dialect dialect) {
    database = TestDatabase.emptied(dialect).database();
    store = new SettingStore(database, clock);
  }

  /** An instance of the service with a key file of its own. */
  private final class Replica {

    final Path file = folder.resolve("keys-" + keyFiles.incrementAndGet());
    final SecretBox box;
    final Resealing resealing;
    final List<Outcome> told = new ArrayList<>();

    Replica(int... keys) {
      mount(keys);
      box = new SecretBox(new DataDirectory(folder), Optional.of(file));
      resealing = new Resealing(database, new SettingStore(database, clock), box);
    }

    void mount(int... keys) {
      try {
        Files.write(file, IntStream.of(keys).mapToObj(ResealingTest::line).toList());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Outcome run() {
      return resealing.run((handle, outcome) -> told.add(outcome));
    }

    String seal(String name) {
      return box.seal(PASSWORD, name);
    }
  }

  private final AtomicInteger keyFiles = new AtomicInteger();

  @Test
  void sealsEverythingWithTheCurrentKeyAndNothingTwice() {
    Replica replica = new Replica(1);
    store.write("smtp", 0, smtp(replica.seal("smtp.password")));
    store.write(
        "oidc",
        0,
        """
        { "clients": [ { "secret": "%s" }, { "secret": "%s" } ], "n": 1.50 }"""
            .formatted(replica.seal("oidc.clients.secret"), replica.seal("oidc.clients.secret")));
    store.write("odd", 0, "no JSON");
    String first = id(1);

    replica.mount(2, 1);
    Outcome outcome = replica.run();

    assertThat(outcome)
        .isEqualTo(
            new Outcome(
                id(2),
                List.of(first),
                List.of(
                    new Sealed("oidc.clients.secret", first),
                    new Sealed("oidc.clients.secret", first),
                    new Sealed("smtp.password", first)),
                List.of()));
    assertThat(replica.told).containsExactly(outcome);
    assertThat(store.read("smtp").revision()).isEqualTo(1);
    assertThat(store.read("oidc").body()).contains(id(2), "1.50").doesNotContain(first);
    assertThat(store.read("odd").body()).isEqualTo("no JSON");
    String stored = store.read("smtp").body();
    assertThat(replica.run().resealed()).isEmpty();
    assertThat(store.read("smtp").body()).isEqualTo(stored);
    assertThat(replica.told).hasSize(1);
    replica.mount(2);
    replica.run();
    assertThat(opened(replica)).isEqualTo(PASSWORD);
  }

  @Test
  void leavesWhatNoKeyOpensAndSaysWhichItNeeds() {
    String lost = smtp(new Replica(3).seal("smtp.password"));
    store.write("smtp", 0, lost);
    store.write("other", 0, "{\"fromName\":\"v1.%s.AAAA\"}".formatted(id(1)));
    Replica replica = new Replica(2, 1);

    Outcome outcome = replica.run();

    assertThat(outcome.resealed()).isEmpty();
    assertThat(outcome.unreadable())
        .containsExactly(new Sealed("other.fromName", id(1)), new Sealed("smtp.password", id(3)));
    assertThat(store.read("smtp")).isEqualTo(new Setting("smtp", 1, lost));
  }

  @Test
  void doesNotMoveASecretToAnotherPlace() {
    Replica replica = new Replica(1);
    String stolen = "{\"fromName\":\"%s\"}".formatted(replica.seal("smtp.password"));
    store.write("smtp", 0, stolen);
    replica.mount(2, 1);

    assertThat(replica.run().resealed()).isEmpty();

    assertThat(store.read("smtp").body()).isEqualTo(stolen);
  }

  @Test
  void isUndoneTogetherWithWhatIsDoneInTheSameCommit() {
    Replica replica = new Replica(1);
    String before = smtp(replica.seal("smtp.password"));
    store.write("smtp", 0, before);
    replica.mount(2, 1);

    assertThatThrownBy(
            () ->
                replica.resealing.run(
                    (handle, outcome) -> {
                      throw new IllegalArgumentException("no audit entry, no rotation");
                    }))
        .hasMessage("no audit entry, no rotation");

    assertThat(store.read("smtp").body()).isEqualTo(before);
    assertThat(replica.run().resealed()).hasSize(1);
  }

  @Test
  void neverOverwritesWhatIsStoredMeanwhile() {
    Replica replica = new Replica(1);
    store.write("smtp", 0, smtp(replica.seal("smtp.password")));
    Setting seen = store.read("smtp");
    String put = "{\"host\":\"new.example.com\"}";
    store.write("smtp", 1, put);

    boolean done = database.write(handle -> store.reword(handle, seen, "{\"host\":\"old\"}"));

    assertThat(done).isFalse();
    assertThat(store.read("smtp")).isEqualTo(new Setting("smtp", 2, put));
  }

  @Test
  void manyReplicasAndChangesAtOnceLoseNothing() {
    List<Replica> replicas = List.of(new Replica(1), new Replica(1), new Replica(1));
    store.write("smtp", 0, smtp(replicas.get(0).seal("smtp.password")));
    replicas.forEach(replica -> replica.mount(2, 1));
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (Replica replica : replicas) {
      all.add(CompletableFuture.runAsync(() -> IntStream.range(0, 20).forEach(i -> replica.run())));
    }
    int puts = 30;
    for (int revision = 1; revision <= puts; revision++) {
      // A replica without the new file seals with the former key.
      store.write("smtp", revision, smtp(new Replica(1).seal("smtp.password"), revision));
    }
    all.forEach(CompletableFuture::join);
    replicas.get(0).run();

    Setting last = store.read("smtp");
    assertThat(last.revision()).isEqualTo(puts + 1);
    assertThat(last.body()).contains("\"port\":" + puts).contains(id(2));
    assertThat(opened(replicas.get(1))).isEqualTo(PASSWORD);
  }

  @Test
  void aReplicaThatLackedTheKeyHasAllReadAgainWhenItHasIt() {
    Replica early = new Replica(2, 1);
    Replica late = new Replica(1);
    late.box.ready(null);
    store.write("smtp", 0, smtp(early.seal("smtp.password")));
    assertThatThrownBy(() -> opened(late))
        .isInstanceOf(UnreadableSecret.class)
        .hasMessageContaining("sealed with key " + id(2))
        .hasMessageContaining("the key here is " + id(1));
    assertThat(late.run().unreadable()).hasSize(1);
    assertThat(store.read("smtp").revision()).isEqualTo(1);

    late.mount(2, 1);
    late.run();

    assertThat(store.read("smtp").revision()).isEqualTo(2);
    assertThat(opened(late)).isEqualTo(PASSWORD);
    late.run();
    assertThat(store.read("smtp").revision()).isEqualTo(2);
  }

  private Secret opened(Replica replica) {
    try {
      String sealed =
          new ObjectMapper().readTree(store.read("smtp").body()).get("password").textValue();
      return replica.box.open(sealed, "smtp.password");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String smtp(String sealed) {
    return smtp(sealed, 587);
  }

  private static String smtp(String sealed, int port) {
    return "{\"host\":\"m.example.com\",\"port\":%d,\"password\":\"%s\"}".formatted(port, sealed);
  }

  private static String line(int number) {
    byte[] key = new byte[32];
    key[0] = (byte) number;
    return Base64.getEncoder().encodeToString(key);
  }

  private static String id(int number) {
    return EncryptionKey.of(Base64.getDecoder().decode(line(number))).id();
  }
}
