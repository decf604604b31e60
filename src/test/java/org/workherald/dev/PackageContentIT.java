package org.workherald.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The package holds nothing that only dev mode needs. */
class PackageContentIT {

  @Test
  void leavesOutTheCaptureServerAndTheAuthority() throws IOException {
    Path libraries = Path.of(System.getProperty("workherald.jar")).resolveSibling("lib");
    try (Stream<Path> files = Files.walk(libraries)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .anyMatch(name -> name.contains("angus-mail"))
          .noneMatch(name -> name.contains("subethasmtp") || name.contains("bouncycastle"));
    }
  }

  @Test
  void leavesOutThePages() throws IOException {
    Path application = Path.of(System.getProperty("workherald.jar")).resolveSibling("app");
    try (Stream<Path> files = Files.list(application)) {
      try (JarFile jar = new JarFile(files.findFirst().orElseThrow().toFile())) {
        assertThat(jar.stream().map(ZipEntry::getName))
            .contains("built-in/page.html")
            .noneMatch(name -> name.startsWith("templates/") && !name.endsWith("/"));
      }
    }
  }
}
