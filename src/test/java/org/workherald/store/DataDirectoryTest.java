package org.workherald.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

  @TempDir Path temp;

  @Test
  void isMadeForItsOwnerOnly() throws IOException {
    Path path = new DataDirectory(temp.resolve("new").resolve("data")).path();

    assertThat(mode(path)).isEqualTo("rwx------");
  }

  @Test
  void keepsASecretForItsOwnerOnly() throws IOException {
    DataDirectory directory = new DataDirectory(temp);

    Path file = directory.writeSecret("admin.key", "first".getBytes(StandardCharsets.UTF_8));
    directory.writeSecret("admin.key", "second".getBytes(StandardCharsets.UTF_8));

    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(directory.read("admin.key").orElseThrow())
        .isEqualTo("second".getBytes(StandardCharsets.UTF_8));
    assertThat(temp).isDirectoryContaining(file::equals);
    try (var files = Files.list(temp)) {
      assertThat(files).containsExactly(file);
    }
    assertThat(directory.read("other.key")).isEmpty();
  }

  @Test
  void saysWhatToDoWhenItCannotBeWritten() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));

    assertThatThrownBy(() -> new DataDirectory(file.resolve("data")).path())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("workherald.data-dir")
        .hasMessageContaining(file.toString());
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
