package org.workherald.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.workherald.store.CommitCutter;
import org.workherald.store.CommitCutter.Cut;
import org.workherald.store.CommitUnknown;
import org.workherald.store.Dialect;
import org.workherald.store.MovableClock;
import org.workherald.store.TestDatabase;

/** Changes of settings whose commit took effect while its answer was lost. */
class SettingCommitTest {

  private final MovableClock clock = new MovableClock();

  @Test
  void countAtOnceWhenTheirMarkIsFound() throws Exception {
    try (CommitCutter cutter = new CommitCutter(TestDatabase.newUrl(Dialect.POSTGRESQL));
        TestDatabase test = TestDatabase.through(cutter, clock, Duration.ofSeconds(10))) {
      SettingStore store = new SettingStore(test.database(), clock);
      assertThat(store.revision("smtp")).isZero();

      cutter.cut(Cut.AFTER);
      assertThat(store.write("smtp", 0, "{}")).isEqualTo(new Setting("smtp", 1, "{}"));
      assertThat(store.revision("smtp")).isEqualTo(1);

      cutter.cut(Cut.AFTER);
      touch(store);
      assertThat(store.revision("smtp")).isEqualTo(2);
      assertThat(cutter.cuts()).isEqualTo(2);
    }
  }

  @Test
  void countAtOnceWhenItStaysUnknownWhatCameOfThem() throws Exception {
    try (CommitCutter cutter = new CommitCutter(TestDatabase.newUrl(Dialect.POSTGRESQL));
        TestDatabase test = TestDatabase.through(cutter, clock, Duration.ZERO)) {
      SettingStore store = new SettingStore(test.database(), clock);
      assertThat(store.revision("smtp")).isZero();

      cutter.cut(Cut.AFTER);
      assertThatThrownBy(() -> store.write("smtp", 0, "{}")).isInstanceOf(CommitUnknown.class);

      assertThat(store.revision("smtp")).isEqualTo(1);
    }
  }

  private static void touch(SettingStore store) {
    store.change(
        handle -> {
          store.touch(handle, "smtp");
          return null;
        });
  }
}
