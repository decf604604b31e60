package org.workherald.filenet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that take a parser of the square of their length would take minutes. */
class OddFilesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "\t$",
        "<",
        "<b>",
        "<a href=x>",
        "<table>",
        "<p><b>",
        "<object>",
        "<pre>x ",
        "<$ ",
        "url("
      })
  @Timeout(60)
  void areConvertedAllTheSame(String unit) throws NotUnderstood {
    String file = unit.repeat(Archive.LARGEST_FILE / unit.length());
    Conversion conversion = Conversion.of("<p>$F_Subject</p>" + file, "en");
    assertThat(conversion.template().text()).startsWith("{item.subject}");
  }

  @Test
  void nonCharactersAreNoMarks() throws NotUnderstood {
    Conversion conversion = Conversion.of("<p>\uFDD0\uE000\uFDD1$F_Subject</p>", "en");
    assertThat(conversion.template().text()).isEqualTo("\uFFFD\uE000\uFFFD{item.subject}\n");
  }
}
