package org.workherald.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.workherald.settings.SettingStore;
import org.workherald.store.DataDirectory;
import org.workherald.store.Database;
import org.workherald.store.Dialect;
import org.workherald.store.MovableClock;
import org.workherald.store.TestDatabase;

class KeyRingTest {

  private final MovableClock clock = new MovableClock();
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void hearsOfOtherReplicasKeys(Dialect dialect) {
    try (TestDatabase test = TestDatabase.open(dialect, clock);
        TestDatabase again = test.openAgain()) {
      KeyRing here = ring(test.database());
      KeyRing there = ring(again.database());
      here.refresh();
      there.refresh();
      var key = key("k1");
      here.add(key);
      assertThat(here.fresh()).as("what was changed here counts at once").isFalse();
      here.refresh();
      assertThat(here.find("k1")).contains(key);

      clock.move(Duration.ofSeconds(1));
      assertThat(there.fresh()).isFalse();
      there.refresh();
      assertThat(there.find("k1")).contains(key);
      assertThat(there.fresh()).isTrue();

      assertThat(here.revoke("k1", keys -> assertThat(keys).containsExactly(key))).isTrue();
      assertThat(here.revoke("k1", keys -> assertThat(keys).isEmpty())).isFalse();
      clock.move(Duration.ofSeconds(1));
      there.refresh();
      assertThat(there.find("k1")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void revokesNothingThatTheCheckRefuses(Dialect dialect) {
    try (TestDatabase test = TestDatabase.open(dialect, clock)) {
      KeyRing ring = ring(test.database());
      ring.add(key("k1"));
      assertThatThrownBy(
              () ->
                  ring.revoke(
                      "k1",
                      keys -> {
                        throw new IllegalArgumentException("no");
                      }))
          .hasMessage("no");
      assertThat(ring.all()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void makesTheFirstAdminsKeyOnce(Dialect dialect) throws IOException {
    try (TestDatabase test = TestDatabase.open(dialect, clock);
        TestDatabase again = test.openAgain()) {
      KeyRing ring = ring(test.database());
      var first = admin(ring, "first");
      first.onStart(null);
      admin(ring(again.database()), "second").onStart(null);
      assertThat(directory.resolve("second").resolve("admin.key")).doesNotExist();
      var value = Files.readString(directory.resolve("first").resolve("admin.key")).strip();
      assertThat(first.value()).contains(value);
      ring.refresh();
      assertThat(ring.find("admin"))
          .hasValueSatisfying(key -> assertThat(key.matches(ApiKey.hash(value))).isTrue());

      // The next start, and one after another admin took over, make no other.
      admin(ring, "first").onStart(null);
      ring.add(key("other"));
      ring.revoke("admin", keys -> {});
      admin(ring, "first").onStart(null);
      assertThat(ring.all()).extracting(ApiKey::id).containsExactly("other");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void makesAnotherWhenNoAdminIsLeft(Dialect dialect) {
    try (TestDatabase test = TestDatabase.open(dialect, clock)) {
      KeyRing ring = ring(test.database());
      var admin = admin(ring, "first");
      admin.onStart(null);
      var leaked = admin.value();
      ring.revoke("admin", keys -> {});
      admin.onStart(null);
      assertThat(admin.value()).isPresent().isNotEqualTo(leaked);
    }
  }

  @Test
  void takesTheDeploymentsKeyAndMakesNone() {
    try (TestDatabase test = TestDatabase.open(Dialect.SQLITE, clock)) {
      KeyRing ring = ring(test.database());
      var admin =
          new AdminKey(
              Optional.of(" given-by-the-deployment \n"),
              ring,
              new DataDirectory(directory.resolve("given")),
              clock);
      admin.onStart(null);
      assertThat(admin.configured())
          .hasValueSatisfying(
              key -> assertThat(key.matches(ApiKey.hash("given-by-the-deployment"))).isTrue());
      assertThat(ring.all()).isEmpty();
      assertThat(directory.resolve("given")).doesNotExist();
    }
  }

  private AdminKey admin(KeyRing ring, String directory) {
    var data = new DataDirectory(this.directory.resolve(directory));
    return new AdminKey(Optional.empty(), ring, data, clock);
  }

  private KeyRing ring(Database database) {
    return new KeyRing(
        database,
        new KeyTable(),
        new SettingStore(database, clock),
        AuditTrails.of(database, clock),
        clock);
  }

  private ApiKey key(String id) {
    var roles = new TreeSet<>(List.of(Roles.ADMIN, Roles.NOTIFIER));
    return new ApiKey(id, "test", roles, ApiKey.hash(id), clock.instant());
  }
}
