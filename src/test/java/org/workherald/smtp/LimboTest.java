package org.workherald.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Certificate chains that others thought of, each shown in a STARTTLS handshake with the session
 * that sends mail; see {@code x509-limbo/README.md}.
 */
@Timeout(120)
class LimboTest {

  /** The verdicts we live with are frozen for these; the JDKs between them may go either way. */
  private static final int OLDER = 17;

  private static final int NEWER = 25;

  private static final Map<String, Divergence> DIVERGENCES = new TreeMap<>();
  private static final Map<String, String> VERDICTS = new TreeMap<>();

  /** A line of {@code divergences.txt}. */
  private record Divergence(String id, String expected, String older, String newer, String why) {

    static Divergence of(String line) {
      String[] columns = line.split("\\s*\\|\\s*", 5);
      return new Divergence(columns[0], columns[1], columns[2], columns[3], columns[4]);
    }

    Set<String> verdicts() {
      int here = Runtime.version().feature();
      return here <= OLDER ? Set.of(older) : here >= NEWER ? Set.of(newer) : Set.of(older, newer);
    }
  }

  @BeforeAll
  static void decideAll() throws Exception {
    try (InputStream in = LimboTest.class.getResourceAsStream("/x509-limbo/divergences.txt")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(Divergence::of)
          .forEach(line -> assertThat(DIVERGENCES.put(line.id(), line)).as(line.id()).isNull());
    }
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      Map<String, Future<String>> verdicts = new LinkedHashMap<>();
      for (LimboCase limbo : LimboCase.all()) {
        verdicts.put(limbo.id(), pool.submit(limbo::verdict));
      }
      for (Map.Entry<String, Future<String>> verdict : verdicts.entrySet()) {
        VERDICTS.put(verdict.getKey(), verdict.getValue().get());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static String word(boolean accepted) {
    return accepted ? "accepted" : "refused";
  }

  @Test
  void theCasesAreServed() throws IOException {
    List<LimboCase> cases = LimboCase.all();
    assertThat(cases).hasSize(193);
    assertThat(cases).filteredOn(LimboCase::canBeServed).hasSize(188);
  }

  @Test
  void decidesAsExpectedButForTheKnownCases() throws IOException {
    Map<String, String> unknown = new TreeMap<>();
    for (LimboCase limbo : LimboCase.all()) {
      String verdict = VERDICTS.get(limbo.id());
      Divergence known = DIVERGENCES.get(limbo.id());
      boolean asExpected = verdict.equals("accepted") == limbo.shouldBeAccepted();
      if (known == null ? !asExpected : !known.verdicts().contains(verdict)) {
        unknown.put(limbo.id(), verdict);
      }
    }
    assertThat(unknown)
        .as("decided otherwise than expected, or than divergences.txt says")
        .isEmpty();
  }

  @Test
  void theKnownCasesDivergeAndSayWhy() throws IOException {
    Map<String, LimboCase> cases =
        LimboCase.all().stream().collect(Collectors.toMap(LimboCase::id, Function.identity()));
    assertThat(cases).containsKeys(DIVERGENCES.keySet().toArray(new String[0]));
    DIVERGENCES.forEach(
        (id, known) -> {
          String expected = word(cases.get(id).shouldBeAccepted());
          assertThat(known.expected()).as(id).isEqualTo(expected);
          assertThat(List.of(known.older(), known.newer()))
              .as("%s diverges on one JDK at least", id)
              .anyMatch(verdict -> !word(verdict.equals("accepted")).equals(expected));
          assertThat(known.why()).as(id).hasSizeGreaterThan(20);
        });
    assertThat(DIVERGENCES.values()).extracting(Divergence::why).doesNotHaveDuplicates();
  }

  @Test
  void whatTheJdkWouldLetPassIsClosed() {
    assertThat(VERDICTS)
        .containsEntry("webpki::san::no-san", "hostname-mismatch")
        .containsEntry("webpki::san::wildcard-embedded-leftmost-san", "hostname-mismatch")
        .containsEntry("webpki::san::wildcard-not-in-leftmost-san", "hostname-mismatch")
        .containsEntry("rfc5280::validity::expired-root", "expired")
        .containsEntry("webpki::forbidden-weak-rsa-in-leaf", "weak-algorithm")
        .containsEntry("webpki::forbidden-weak-rsa-key-in-root", "weak-algorithm");
  }
}
