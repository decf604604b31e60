package org.workherald.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.workherald.settings.Resealing;
import org.workherald.settings.Secret;
import org.workherald.settings.SecretBox;
import org.workherald.settings.SettingStore;
import org.workherald.store.DataDirectory;
import org.workherald.store.Database;
import org.workherald.store.Dialect;
import org.workherald.store.Ids;
import org.workherald.store.LongReads;
import org.workherald.store.MovableClock;
import org.workherald.store.TestDatabase;

@ParameterizedClass
@EnumSource(Dialect.class)
class KeyRotationTest {

  private static final Caller KIM = new Caller("k1", "Kim's key", "192.0.2.17");

  private final MovableClock clock = new MovableClock();
  private final Database database;
  private final SettingStore store;
  @TempDir Path folder;

  KeyRotationTest(Dialect dialect) {
    database = TestDatabase.emptied(dialect).database();
    store = new SettingStore(database, clock);
  }

  @Test
  void followsTheFileOfTheDataDirectoryAndTellsInTheAuditTrail() throws IOException {
    SecretBox box = new SecretBox(new DataDirectory(folder), Optional.empty());
    String sealed = box.seal(new Secret("s3cret"), "smtp.password");
    String former = sealed.split("\\.")[1];
    store.write("smtp", 0, "{\"password\":\"%s\"}".formatted(sealed));
    KeyRotation rotation = rotation(box);
    Path file = folder.resolve("encryption.key");
    rotation.step();
    assertThat(audit()).isEmpty();

    Files.writeString(file, line(2) + "\n" + Files.readString(file) + "\n");
    rotation.step();
    rotation.step();

    String current = box.seal(new Secret("any"), "x").split("\\.")[1];
    assertThat(current).isNotEqualTo(former);
    assertThat(store.read("smtp").body()).contains(current).doesNotContain(former);
    assertThat(audit())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.action()).isEqualTo("encryption.rotated");
              assertThat(entry.who()).isEqualTo("k1");
              assertThat(entry.subject()).isEqualTo(current);
              assertThat(entry.detail())
                  .isEqualTo("sealed anew: smtp.password (sealed with key " + former + ")");
            });
  }

  @Test
  void aBrokenFileChangesNothingAndIsToldToWhoeverAsks() throws IOException {
    Path file = Files.writeString(folder.resolve("keys"), line(1));
    SecretBox box = new SecretBox(new DataDirectory(folder), Optional.of(file));
    String body =
        "{\"password\":\"%s\"}".formatted(box.seal(new Secret("s3cret"), "smtp.password"));
    store.write("smtp", 0, body);
    KeyRotation rotation = rotation(box);
    Files.writeString(file, line(2) + "\n" + line(1).substring(3));

    rotation.step();

    assertThat(store.read("smtp").body()).isEqualTo(body);
    assertThatThrownBy(new KeyRotationResource(rotation)::rotate)
        .hasMessageStartingWith("Conflict")
        .hasMessageContaining("Nothing was changed")
        .hasMessageContaining("one a line");
    Files.writeString(file, line(2) + "\n" + line(1));
    assertThat(new KeyRotationResource(rotation).rotate().resealed())
        .extracting(KeyRotationView.SealedSecret::name)
        .containsExactly("smtp.password");
  }

  private KeyRotation rotation(SecretBox box) {
    var trail = new AuditTrail(database, new Ids(clock), clock, Duration.ofDays(2), () -> KIM);
    return new KeyRotation(new Resealing(database, store, box), trail);
  }

  private List<AuditEntry> audit() {
    return new AuditList(new LongReads(database, 1, Duration.ZERO))
        .page(new AuditQuery(null, null, null, null, 50, null))
        .entries();
  }

  private static String line(int number) {
    byte[] key = new byte[32];
    key[0] = (byte) number;
    return Base64.getEncoder().encodeToString(key);
  }
}
