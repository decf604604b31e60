package org.workherald.filenet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What {@code docs/from-filenet.md} says about templates is what happens. */
class FromFileNetTest {

  private static final Path DOCS = Path.of("docs/from-filenet.md");

  @Test
  void theTableOfFieldsIsThatOfTheCode() throws Exception {
    List<String> rows =
        Files.readAllLines(DOCS).stream().filter(line -> line.startsWith("| `$F_")).toList();
    List<String> expected =
        Arrays.stream(FileNetField.values())
            .map(
                field ->
                    "| `$%s` | %s | %s |"
                        .formatted(
                            field.field(),
                            field.expression().isEmpty() ? "–" : "`" + field.expression() + "`",
                            Objects.requireNonNullElse(field.difference(), "")))
            .map(row -> row.replace("|  |", "| |"))
            .toList();
    assertThat(rows).containsExactlyElementsOf(expected);
  }

  @Test
  void theTableOfFilesIsThatOfTheCode() throws Exception {
    String docs = Files.readString(DOCS);
    for (MessageType type : MessageType.values()) {
      assertThat(docs).contains("| `%s` | `%s` |".formatted(type.file(), type.event().id()));
    }
  }

  @Test
  void theExampleBecomesWhatItSays() throws Exception {
    String docs = Files.readString(DOCS);
    String source = block(docs, "<!-- before -->");
    Conversion conversion = Conversion.of(source, "en");
    assertThat(conversion.template().subject() + "\n")
        .isEqualTo(block(docs, "<!-- after: subject -->"));
    assertThat(conversion.template().text()).isEqualTo(block(docs, "<!-- after: text -->"));
    assertThat(conversion.template().html().strip() + "\n")
        .isEqualTo(block(docs, "<!-- after: html -->"));
    String told = docs.substring(docs.indexOf("<!-- after: remarks -->"));
    for (Remark remark : conversion.notCarriedOver()) {
      assertThat(told)
          .contains(
              "| %d:%d | %s | `%s` | %s |"
                  .formatted(
                      remark.line(),
                      remark.column(),
                      remark.kind().word(),
                      remark.found(),
                      remark.what()));
    }
  }

  /** The fenced block after a mark. */
  private static String block(String docs, String mark) {
    int start = docs.indexOf('\n', docs.indexOf("```", docs.indexOf(mark))) + 1;
    return docs.substring(start, docs.indexOf("```\n", start));
  }
}
