package org.workherald.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

  @Test
  void leavesWordsAlone() {
    String words = "250 2.0.0 Ja, schön: 東京, עברית, 😀 \"<>&";
    assertThat(Printable.of(words, 1000)).isEqualTo(words);
  }

  @Test
  void takesOutWhatMovesTheReader() {
    assertThat(
            Printable.of("a\0b\7c\33d\u0085e\u009bf\u202eg\u2066h\u200bi\u2028j\u2029k\ufeffl", 99))
        .isEqualTo("a b c d e f g h i j k l");
    assertThat(Printable.of("one\r\n\r\ntwo\ud83dthree\ufffe", 99)).isEqualTo("one two three ");
  }

  @Test
  void cutsBetweenCharacters() {
    for (int length = 10; length < 14; length++) {
      String cut = Printable.of("😀".repeat(100), length);
      assertThat(cut).endsWith("…").hasSizeBetween(length - 1, length);
      assertThat(new String(cut.getBytes(UTF_8), UTF_8)).isEqualTo(cut);
    }
  }
}
