package org.workherald.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every language has every word. The build would let most gaps pass, and mails would be in two
 * languages.
 */
class WordsFilesTest {

  private static final Path FOLDER = Path.of("src/main/resources/messages");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{[a-zA-Z]+\\}");

  @TestFactory
  List<DynamicTest> everyLanguageHasEveryWord() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(FOLDER, "words_*.properties")) {
      for (Path file : files) {
        tests.add(
            DynamicTest.dynamicTest(
                file.getFileName().toString(),
                () -> assertThat(faults(words("words_en.properties"), read(file))).isEmpty()));
      }
    }
    assertThat(tests).hasSizeGreaterThan(1);
    return tests;
  }

  @Test
  void faultsAreFound() throws IOException {
    Map<String, String> english = words("words_en.properties");
    Map<String, String> broken = new TreeMap<>(english);
    broken.remove("due");
    broken.put("dew", "Due");
    broken.put("moment", "{date}, {time}");
    broken.put("open", " ");
    broken.put("direction", "down");
    broken.put("step", "{#if}");
    assertThat(faults(english, broken))
        .containsExactlyInAnyOrder(
            "due is missing",
            "dew is unknown",
            "moment has other placeholders",
            "open is empty",
            "direction is neither ltr nor rtl",
            "step has a brace");
  }

  private static List<String> faults(Map<String, String> english, Map<String, String> other) {
    List<String> faults = new ArrayList<>();
    english.forEach(
        (key, text) -> {
          String translated = other.get(key);
          if (translated == null) {
            faults.add(key + " is missing");
          } else if (translated.isBlank()) {
            faults.add(key + " is empty");
          } else if (PLACEHOLDER.matcher(translated).replaceAll("").matches(".*[{}].*")) {
            faults.add(key + " has a brace");
          } else if (!placeholders(text).equals(placeholders(translated))) {
            faults.add(key + " has other placeholders");
          }
        });
    other.keySet().stream()
        .filter(key -> !english.containsKey(key))
        .forEach(key -> faults.add(key + " is unknown"));
    if (!List.of("ltr", "rtl").contains(other.get("direction"))) {
      faults.add("direction is neither ltr nor rtl");
    }
    return faults;
  }

  private static List<String> placeholders(String text) {
    return PLACEHOLDER.matcher(text).results().map(MatchResult::group).sorted().toList();
  }

  private static Map<String, String> words(String file) throws IOException {
    return read(FOLDER.resolve(file));
  }

  /** As the build reads them, which is not quite as {@link java.util.Properties} does. */
  private static Map<String, String> read(Path file) throws IOException {
    Map<String, String> words = new TreeMap<>();
    for (String line : Files.readString(file).replace("\\\n", "").split("\n")) {
      if (!line.isBlank() && !line.startsWith("#")) {
        int equals = line.indexOf('=');
        assertThat(equals).as(line).isPositive();
        String before = words.put(line.substring(0, equals).strip(), line.substring(equals + 1));
        assertThat(before).as("a second " + line).isNull();
      }
    }
    assertThat(new TreeSet<>(words.keySet())).isNotEmpty();
    return words;
  }
}
