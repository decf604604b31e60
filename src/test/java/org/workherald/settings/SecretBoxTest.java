package org.workherald.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workherald.store.DataDirectory;

class SecretBoxTest {

  private static final Secret PASSWORD = new Secret("pässwörd 🔑");

  @TempDir Path temp;
  private DataDirectory directory;
  private SecretBox box;

  @BeforeEach
  void makeBox() {
    directory = new DataDirectory(temp.resolve("data"));
    box = new SecretBox(directory, Optional.empty());
  }

  @Test
  void opensWhatItSealed() {
    assertThat(box.open(box.seal(PASSWORD, "smtp.password"), "smtp.password")).isEqualTo(PASSWORD);
  }

  @Test
  void neverSealsTheSameWayTwice() {
    assertThat(box.seal(PASSWORD, "smtp.password"))
        .isNotEqualTo(box.seal(PASSWORD, "smtp.password"))
        .matches("v1\\.[0-9a-f]{8}\\.[A-Za-z0-9_-]+")
        .doesNotContain(PASSWORD.value());
  }

  @Test
  void doesNotOpenASecretInAnotherPlace() {
    String sealed = box.seal(PASSWORD, "smtp.password");

    assertThatThrownBy(() -> box.open(sealed, "smtp.oauth2"))
        .isInstanceOf(UnreadableSecret.class)
        .hasMessageNotContaining(PASSWORD.value());
  }

  @Test
  void doesNotOpenWhatWasChanged() {
    String sealed = box.seal(PASSWORD, "smtp.password");
    int middle = sealed.length() - 8;
    char other = sealed.charAt(middle) == 'A' ? 'B' : 'A';
    String changed = sealed.substring(0, middle) + other + sealed.substring(middle + 1);

    assertThatThrownBy(() -> box.open(changed, "smtp.password"))
        .isInstanceOf(UnreadableSecret.class);
  }

  @Test
  void doesNotOpenWhatItDoesNotKnow() {
    String key = box.seal(PASSWORD, "x").split("\\.")[1];
    for (String odd :
        new String[] {"", "plain", "v2." + key + ".AAAA", "v1." + key + ".", "v1." + key + ".%"}) {
      assertThatThrownBy(() -> box.open(odd, "x")).isInstanceOf(UnreadableSecret.class);
    }
  }

  @Test
  void keepsItsKeyInTheDataDirectoryForItsOwnerOnly() throws IOException {
    String sealed = box.seal(PASSWORD, "smtp.password");

    Path file = directory.path().resolve("encryption.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    SecretBox afterRestart = new SecretBox(directory, Optional.empty());
    assertThat(afterRestart.open(sealed, "smtp.password")).isEqualTo(PASSWORD);
  }

  @Test
  void makesItsKeyWhenTheServiceStarts() throws IOException {
    box.ready(null);

    Path file = directory.path().resolve("encryption.key");
    byte[] made = Files.readAllBytes(file);
    String sealed = box.seal(PASSWORD, "smtp.password");
    assertThat(file).hasBinaryContent(made);
    SecretBox elsewhere = new SecretBox(nowhere(), Optional.of(file));
    elsewhere.ready(null);
    assertThat(elsewhere.open(sealed, "smtp.password")).isEqualTo(PASSWORD);
  }

  @Test
  void startsWithoutAPlaceForAKeyAsLongAsNothingIsSealed() throws IOException {
    SecretBox placeless = new SecretBox(nowhere(), Optional.empty());
    placeless.ready(null);

    assertThatThrownBy(() -> placeless.seal(PASSWORD, "smtp.password"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageNotContaining(PASSWORD.value());
  }

  @Test
  void takesAKeyFileRawOrAsBase64() throws IOException {
    byte[] key = new byte[32];
    key[0] = 7;
    Path raw = Files.write(temp.resolve("raw"), key);
    Path text =
        Files.writeString(temp.resolve("text"), Base64.getEncoder().encodeToString(key) + "\n");

    String sealed = new SecretBox(directory, Optional.of(raw)).seal(PASSWORD, "smtp.password");

    SecretBox other = new SecretBox(directory, Optional.of(text));
    assertThat(other.open(sealed, "smtp.password")).isEqualTo(PASSWORD);
    assertThat(directory.path().resolve("encryption.key")).doesNotExist();
  }

  @Test
  void saysThatAnotherKeyIsNeeded() {
    String sealed = box.seal(PASSWORD, "smtp.password");
    SecretBox other = new SecretBox(new DataDirectory(temp.resolve("elsewhere")), Optional.empty());

    assertThatThrownBy(() -> other.open(sealed, "smtp.password"))
        .isInstanceOf(UnreadableSecret.class)
        .hasMessageContaining("workherald.encryption.key-file");
  }

  @Test
  void sealsWithTheFirstKeyAndOpensWithEach() throws IOException {
    String former = line(1);
    String current = line(2);
    Path file = Files.writeString(temp.resolve("keys"), former);
    SecretBox rotated = new SecretBox(directory, Optional.of(file));
    String before = rotated.seal(PASSWORD, "x");

    Files.writeString(file, "\n" + current + "\r\n\n" + former + "\n");
    rotated.refresh();
    String after = rotated.seal(PASSWORD, "x");

    assertThat(rotated.open(before, "x")).isEqualTo(PASSWORD);
    assertThat(rotated.open(after, "x")).isEqualTo(PASSWORD);
    assertThat(SecretBox.keyOf(before)).contains(rotated.keyIds().get(1));
    assertThat(SecretBox.keyOf(after)).contains(rotated.keyIds().get(0));
    Files.writeString(file, current);
    rotated.refresh();
    assertThatThrownBy(() -> rotated.open(before, "x"))
        .isInstanceOf(UnreadableSecret.class)
        .hasMessageContaining("sealed with key " + SecretBox.keyOf(before).orElseThrow())
        .hasMessageContaining("the key here is " + SecretBox.keyOf(after).orElseThrow());
  }

  @Test
  void readsItsFileAgainWhenItMissesAKey() throws IOException {
    Path file = Files.writeString(temp.resolve("keys"), line(1));
    SecretBox late = new SecretBox(directory, Optional.of(file));
    late.ready(null);
    Path newer = Files.writeString(temp.resolve("newer"), line(2));
    String sealed = new SecretBox(directory, Optional.of(newer)).seal(PASSWORD, "x");
    assertThatThrownBy(() -> late.open(sealed, "x")).isInstanceOf(UnreadableSecret.class);

    Files.writeString(file, line(2) + "\n" + line(1));

    assertThat(late.open(sealed, "x")).isEqualTo(PASSWORD);
  }

  @Test
  void keepsTheKeysThatItHasWhileTheFileIsBrokenOrGone() throws IOException {
    Path file = Files.writeString(temp.resolve("keys"), line(1));
    SecretBox mounted = new SecretBox(directory, Optional.of(file));
    String sealed = mounted.seal(PASSWORD, "x");
    for (String broken : new String[] {"", "\n", line(1) + "\nhunter2", line(1) + line(2)}) {
      Files.writeString(file, broken);
      assertThatThrownBy(mounted::refresh)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("one a line")
          .hasMessageNotContaining("hunter2");
      assertThat(mounted.open(sealed, "x")).isEqualTo(PASSWORD);
    }
    Files.delete(file);
    assertThatThrownBy(mounted::refresh).isInstanceOf(IllegalStateException.class);
    assertThat(mounted.open(sealed, "x")).isEqualTo(PASSWORD);
  }

  @Test
  void makesNoOtherKeyWhenItsOwnIsGone() throws IOException {
    String sealed = box.seal(PASSWORD, "x");
    Path file = directory.path().resolve("encryption.key");
    Files.delete(file);

    assertThatThrownBy(box::refresh).isInstanceOf(IllegalStateException.class);

    assertThat(file).doesNotExist();
    assertThat(box.open(sealed, "x")).isEqualTo(PASSWORD);
  }

  private static String line(int number) {
    byte[] key = new byte[32];
    key[0] = (byte) number;
    return Base64.getEncoder().encodeToString(key);
  }

  @Test
  void refusesAKeyFileThatHoldsNoKeyWithoutShowingIt() throws IOException {
    Path file = Files.writeString(temp.resolve("short"), "hunter2");

    assertThatThrownBy(() -> new SecretBox(directory, Optional.of(file)).ready(null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("32 bytes")
        .hasMessageNotContaining("hunter2");
  }

  /** A data directory that cannot be made: there is a file in the way. */
  private DataDirectory nowhere() throws IOException {
    return new DataDirectory(Files.writeString(temp.resolve("file"), "").resolve("data"));
  }
}
