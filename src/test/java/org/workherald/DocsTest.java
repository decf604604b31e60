package org.workherald;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say is there, is there. */
class DocsTest {

  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))#(\\w+)`");

  @Test
  void everyTestNamedInTlsExists() throws IOException {
    String document = Files.readString(Path.of("docs/tls.md"));
    List<MatchResult> named = TEST.matcher(document).results().toList();
    assertThat(named).hasSizeGreaterThan(40);
    for (MatchResult name : named) {
      assertThat(source(name.group(1)))
          .as(name.group())
          .containsPattern("\\n  void " + name.group(2) + "\\(");
    }
  }

  @Test
  void everyRowOfTlsNamesATest() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("docs/tls.md")).stream()
            .filter(line -> line.startsWith("|") && !line.startsWith("|---"))
            .filter(line -> !line.endsWith("| Test |"))
            .toList();
    assertThat(rows).allSatisfy(row -> assertThat(row).containsPattern(TEST));
  }

  private static String source(String test) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      Path file =
          files
              .filter(path -> path.endsWith(test + ".java"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("there is no " + test));
      return Files.readString(file);
    }
  }
}
