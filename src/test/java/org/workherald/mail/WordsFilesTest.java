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
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every language has every word. The build would let most gaps pass, and mails would be in two
 * languages.
 */
class WordsFilesTest {

  private static final Path FOLDER = Path.of("src/main/resources/messages");

  /** Words that most sentences have one of, and that none of the other languages has. */
  private static final Pattern ENGLISH =
      Pattern.compile("\\b(the|you|your|please|with|which|what)\\b");

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

  /** The languages of IBM's own translations, and of its content and workflow clients. */
  @Test
  void theLanguagesThatAreWanted() throws IOException {
    String tags =
        "en de es fr it ja ko pt-BR zh-CN zh-TW"
            + " ar he bg ca cs da el fi hr hu kk nb nl pl pt ro ru sk sl sv th tr";
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString().replaceAll("words_|[.].*", "")))
          .containsExactlyInAnyOrder(tags.split(" "));
    }
  }

  /** Sentences, that is: words such as Workflow are the same in many languages. */
  @TestFactory
  List<DynamicTest> noEnglishSentenceIsLeft() throws IOException {
    Map<String, String> english = words("words_en.properties");
    List<DynamicTest> tests = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(FOLDER, "words_*.properties")) {
      for (Path file : files) {
        if (file.endsWith("words_en.properties")) {
          continue;
        }
        tests.add(
            DynamicTest.dynamicTest(
                file.getFileName().toString(),
                () -> assertThat(left(english, read(file))).isEmpty()));
      }
    }
    return tests;
  }

  @Test
  void englishSentencesAreFound() throws IOException {
    Map<String, String> english = words("words_en.properties");
    Map<String, String> copied = words("words_de.properties");
    copied.put("open", english.get("open"));
    copied.put("ask_$STEP_RETURNED", "Bitte see what is missing and complete it.");
    copied.put("urgency_NORMAL", "Normal");
    assertThat(left(english, copied))
        .containsExactlyInAnyOrder(
            "open is English: Open work item",
            "ask_$STEP_RETURNED is English: Bitte see what is missing and complete it.");
  }

  /** What is as in English, and what has a word that is English alone. */
  private static List<String> left(Map<String, String> english, Map<String, String> other) {
    List<String> left = new ArrayList<>();
    other.forEach(
        (key, text) -> {
          boolean same = text.contains(" ") && text.equals(english.get(key));
          if (same || ENGLISH.matcher(text).find()) {
            left.add(key + " is English: " + text);
          }
        });
    return left;
  }

  @Test
  void faultsAreFound() throws IOException {
    Map<String, String> english = words("words_en.properties");
    Map<String, String> broken = new TreeMap<>(english);
    broken.remove("due");
    broken.put("dew", "Due");
    broken.put("times", "Times are local.");
    broken.put("open", " ");
    broken.put("direction", "down");
    broken.put("step", "{#if}");
    assertThat(faults(english, broken))
        .containsExactlyInAnyOrder(
            "due is missing",
            "dew is unknown",
            "times has other placeholders",
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
