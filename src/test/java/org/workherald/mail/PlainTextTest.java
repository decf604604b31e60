package org.workherald.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class PlainTextTest {

  @Test
  void tables() {
    String text =
        """
        Facts


        Step:\tApprove
        Cost centre:\tone two three four five six seven eight nine ten eleven twelve thirteen
        審査:\tx
        A label that is longer than labels ought to be:\tvalue

        --\s
        end
        """;
    assertThat(PlainText.set(text, Locale.ENGLISH))
        .isEqualTo(
            """
            Facts

            Step:         Approve
            Cost centre:  one two three four five six seven eight nine ten eleven
                          twelve thirteen
            審査:         x
            A label that is longer than labels ought to be:
                          value

            --\s
            end
            """);
  }

  @Test
  void longLinesAreBrokenButNotLinks() {
    String link = "https://example.com/" + "a/b-c?d=e&".repeat(12);
    String text = "one two three four ".repeat(5) + link + " and-so-on";
    assertThat(PlainText.set(text, Locale.ENGLISH))
        .isEqualTo(
            """
            one two three four one two three four one two three four one two three
            four one two three four
            %s
            and-so-on
            """
                .formatted(link));
  }

  @Test
  void wideCharactersTakeTwoColumns() {
    String text = PlainText.set("請求書を承認してください。".repeat(8), Locale.JAPANESE);
    assertThat(text.lines()).allMatch(line -> line.length() <= 36).hasSize(3);
    assertThat(text.replace("\n", "")).isEqualTo("請求書を承認してください。".repeat(8));
  }
}
