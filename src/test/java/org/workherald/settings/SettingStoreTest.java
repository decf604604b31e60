package org.workherald.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.workherald.store.Database;
import org.workherald.store.DatabaseUnavailable;
import org.workherald.store.Dialect;
import org.workherald.store.MovableClock;
import org.workherald.store.TestDatabase;

@ParameterizedClass
@EnumSource(Dialect.class)
class SettingStoreTest {

  private final MovableClock clock = new MovableClock();
  private final Dialect dialect;
  private final Database database;
  private final SettingStore store;
  private final SettingStore replica;

  SettingStoreTest(Dialect dialect) {
    this.dialect = dialect;
    database = TestDatabase.emptied(dialect).database();
    store = new SettingStore(database, clock);
    replica = new SettingStore(database, clock);
  }

  @Test
  void nothingIsStoredAtFirst() {
    assertThat(store.read("smtp")).isEqualTo(new Setting("smtp", 0, null));
    assertThat(store.revision("smtp")).isZero();
  }

  @Test
  void keepsWhatIsWrittenAndGrowsTheRevision() {
    assertThat(store.write("smtp", 0, "{}")).isEqualTo(new Setting("smtp", 1, "{}"));
    assertThat(store.write("smtp", 1, null)).isEqualTo(new Setting("smtp", 2, null));
    assertThat(store.write("smtp", 2, "[]")).isEqualTo(new Setting("smtp", 3, "[]"));

    assertThat(replica.read("smtp")).isEqualTo(new Setting("smtp", 3, "[]"));
    assertThat(replica.read("other").revision()).isZero();
  }

  @Test
  void refusesAChangeOfARevisionThatIsGone() {
    store.write("smtp", 0, "first");
    for (long stale : new long[] {0, 2}) {
      assertThatThrownBy(() -> replica.write("smtp", stale, "second"))
          .isInstanceOfSatisfying(
              StaleRevision.class,
              refused -> assertThat(refused.current()).isEqualTo(new Setting("smtp", 1, "first")));
    }
    assertThat(store.read("smtp").body()).isEqualTo("first");
  }

  @Test
  void ofManyChangesAtOnceOneWins() {
    List<CompletableFuture<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String body = "body " + i;
      all.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  store.write("smtp", 0, body);
                  return true;
                } catch (StaleRevision e) {
                  return false;
                }
              }));
    }

    assertThat(all.stream().filter(CompletableFuture::join)).hasSize(1);
    assertThat(store.read("smtp").revision()).isEqualTo(1);
  }

  @Test
  void knowsItsOwnChangesAtOnceAndThoseOfOthersWithinASecond() {
    assertThat(store.revision("smtp")).isZero();
    assertThat(replica.revision("smtp")).isZero();

    store.write("smtp", 0, "{}");

    assertThat(store.revision("smtp")).isEqualTo(1);
    assertThat(replica.revision("smtp")).isZero();
    clock.move(Duration.ofSeconds(1));
    assertThat(replica.revision("smtp")).isEqualTo(1);
  }

  @Test
  void aTouchRaisesTheRevisionWithItsTransaction() {
    assertThat(store.revision("trust")).isZero();

    touch();
    assertThat(store.revision("trust")).isEqualTo(1);
    touch();
    assertThat(store.revision("trust")).isEqualTo(2);

    assertThatThrownBy(
            () ->
                database.write(
                    handle -> {
                      store.touch(handle, "trust");
                      throw new IllegalStateException("undone");
                    }))
        .hasMessage("undone");
    assertThat(store.revision("trust")).isEqualTo(2);
    assertThat(store.read("trust").revision()).isEqualTo(2);
  }

  @Test
  void keepsItsLastAnswerWhileTheDatabaseIsAway() {
    TestDatabase test = TestDatabase.open(dialect, clock);
    SettingStore left = new SettingStore(test.database(), clock);
    left.write("smtp", 0, "{}");
    assertThat(left.revision("smtp")).isEqualTo(1);
    test.close();
    clock.move(Duration.ofMinutes(1));

    assertThat(left.revision("smtp")).isEqualTo(1);
    assertThatThrownBy(() -> left.read("smtp")).isInstanceOf(DatabaseUnavailable.class);
  }

  private void touch() {
    database.write(
        handle -> {
          store.touch(handle, "trust");
          return null;
        });
  }
}
