package org.workherald.filenet;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.qute.Engine;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TemplateTextTest {

  private static final Engine QUTE =
      Engine.builder().addDefaults().removeStandaloneLines(false).build();

  @Test
  void literalsComeOutAsTheyAre() {
    Random random = new Random(7);
    String alphabet = "{}\\|!#/@a1'\"[ \n";
    for (int round = 0; round < 5_000; round++) {
      TemplateText text = new TemplateText();
      StringBuilder expected = new StringBuilder();
      for (int part = random.nextInt(4); part >= 0; part--) {
        StringBuilder literal = new StringBuilder();
        for (int length = random.nextInt(8); length > 0; length--) {
          literal.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        text.literal(literal.toString());
        expected.append(literal);
        if (random.nextBoolean()) {
          text.expression("{value}");
          expected.append("<value>");
        }
      }
      String template = text.finish();
      assertThat(QUTE.parse(template).data("value", "<value>").render())
          .as(template)
          .isEqualTo(expected.toString());
    }
  }

  @Test
  void bracesOfStyleSheetsAreEscaped() {
    TemplateText text = new TemplateText();
    text.literal("p {color: red}");
    assertThat(text.finish()).isEqualTo("p \\{color: red\\}");
  }

  @Test
  void backslashBeforeAnExpressionStaysOne() {
    TemplateText text = new TemplateText();
    text.literal("C:\\");
    text.expression("{item.id}");
    text.literal("\\n \\");
    assertThat(text.finish()).isEqualTo("C:{|\\|}{item.id}\\n {|\\|}");
  }
}
