package org.workherald.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every language has every word: a mail that lacks one cannot be written. */
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
  void everyFileIsALanguage() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString().replaceAll("words_|[.].*", "")))
          .containsExactlyInAnyOrderElementsOf(Languages.TAGS);
    }
    assertThat(Languages.TAGS)
        .allMatch(tag -> Locale.forLanguageTag(tag).toLanguageTag().equals(tag));
  }

  /** What the mails ask for, and nothing else. */
  @Test
  void everyWordIsUsed() throws ReflectiveOperationException, IOException {
    Set<String> used = new TreeSet<>();
    Words words =
        new Words(
            new ResourceBundle() {
              @Override
              protected String handleGetObject(String key) {
                used.add(key);
                return key;
              }

              @Override
              public Enumeration<String> getKeys() {
                return Collections.enumeration(used);
              }
            });
    for (Method method : Words.class.getDeclaredMethods()) {
      if (Modifier.isStatic(method.getModifiers()) || method.isSynthetic()) {
        continue;
      }
      if (method.getParameterCount() == 0) {
        method.invoke(words);
        continue;
      }
      Object[] constants = method.getParameterTypes()[0].getEnumConstants();
      for (Object argument : constants == null ? new Object[] {"a text"} : constants) {
        method.invoke(words, argument);
      }
    }
    assertThat(words("words_en.properties").keySet()).isEqualTo(used);
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
    copied.put("ask.step.returned", "Bitte see what is missing and complete it.");
    copied.put("urgency.normal", "Normal");
    assertThat(left(english, copied))
        .containsExactlyInAnyOrder(
            "open is English: Open work item",
            "ask.step.returned is English: Bitte see what is missing and complete it.");
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
    broken.put("step", "{#if}");
    assertThat(faults(english, broken))
        .containsExactlyInAnyOrder(
            "due is missing",
            "dew is unknown",
            "times has other placeholders",
            "open is empty",
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
    return faults;
  }

  private static List<String> placeholders(String text) {
    return PLACEHOLDER.matcher(text).results().map(MatchResult::group).sorted().toList();
  }

  private static Map<String, String> words(String file) throws IOException {
    return read(FOLDER.resolve(file));
  }

  /** One word a line and once, and that is what mails are written with. */
  private static Map<String, String> read(Path file) throws IOException {
    Map<String, String> words = new TreeMap<>();
    for (String line : Files.readString(file).split("\n")) {
      if (!line.isBlank() && !line.startsWith("#")) {
        int equals = line.indexOf('=');
        assertThat(equals).as(line).isPositive();
        String before = words.put(line.substring(0, equals).strip(), line.substring(equals + 1));
        assertThat(before).as("a second " + line).isNull();
      }
    }
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    assertThat(properties).isEqualTo(words);
    return words;
  }
}
