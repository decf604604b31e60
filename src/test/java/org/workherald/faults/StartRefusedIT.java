package org.workherald.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workherald.PackagedService;

/** A data directory that cannot be used: one plain line, an exit code, nothing changed. */
@Tag("faults")
class StartRefusedIT {

  @TempDir Path folder;

  @Test
  void aFileThatIsNoDatabase() throws Exception {
    Path file = Files.writeString(folder.resolve("workherald.db"), "not a database ".repeat(1000));
    byte[] before = Files.readAllBytes(file);
    assertRefused("is damaged, or not an SQLite database");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void aDirectoryThatIsReadOnly() throws Exception {
    // File modes mean nothing to root.
    assumeTrue(
        DiskFullIT.run("mount", "-t", "tmpfs", "-o", "size=1m,ro", "tmpfs", folder.toString()),
        "skipped: no file system can be mounted here");
    try {
      assertRefused("cannot write to the data directory");
    } finally {
      DiskFullIT.run("umount", "-l", folder.toString());
    }
  }

  @Test
  void aDatabaseThatIsReadOnly() throws Exception {
    try (PackagedService service = new PackagedService(folder).start()) {
      service.stop();
    }
    String file = folder.resolve("workherald.db").toString();
    assumeTrue(DiskFullIT.run("chattr", "+i", file), "skipped: no file can be made immutable here");
    try {
      assertRefused("workherald.db in the data directory cannot be written");
    } finally {
      DiskFullIT.run("chattr", "-i", file);
    }
  }

  private void assertRefused(String words) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-jar",
                System.getProperty("workherald.jar"))
            .redirectErrorStream(true);
    builder.environment().put("WORKHERALD_DATA_DIR", folder.toString());
    builder.environment().put("QUARKUS_HTTP_PORT", "0");
    Process process = builder.start();
    List<String> said = process.inputReader().lines().toList();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(String.join("\n", said)).isEqualTo(1);
    assertThat(said)
        .anyMatch(line -> line.contains(words))
        .noneMatch(line -> line.contains("stackTrace") || line.contains("\tat "));
  }
}
