package org.workherald.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.workherald.template.Term.Group;
import org.workherald.template.Term.Many;
import org.workherald.template.Term.Names;
import org.workherald.template.Term.Text;

class VocabularyTest {

  private static final Path DOCUMENT = Path.of("docs/templates.md");
  private static final String BEGIN = "<!-- begin -->\n";
  private static final String END = "<!-- end -->\n";

  /** {@code -Dtemplates.docs=write} puts the table into the document. */
  private static final boolean WRITE = "write".equals(System.getProperty("templates.docs"));

  @Test
  void theDocumentHasEveryTerm() throws IOException {
    List<String> rows =
        new ArrayList<>(List.of("| term | what it is | example |", "|---|---|---|"));
    Vocabulary.TERMS.forEach(term -> add(rows, "", term));
    String table = String.join("\n", rows) + "\n";
    String document = Files.readString(DOCUMENT);
    int begin = document.indexOf(BEGIN) + BEGIN.length();
    int end = document.indexOf(END);
    if (WRITE) {
      Files.writeString(DOCUMENT, document.substring(0, begin) + table + document.substring(end));
    } else {
      assertThat(document.substring(begin, end)).isEqualTo(table);
    }
  }

  private static void add(List<String> rows, String path, Term term) {
    String name = path + term.name();
    if (term instanceof Text text) {
      rows.add(row(name, text.description(), text.example()));
    } else if (term instanceof Names names) {
      String first = names.example().keySet().iterator().next();
      rows.add(row(name + "['" + first + "']", names.description(), names.example().get(first)));
    } else if (term instanceof Many many) {
      rows.add(row(name, "a list, " + many.most() + " at most: " + many.description(), ""));
      many.element()
          .forEach(p -> rows.add(row(p.name() + "` of `" + name, p.description(), p.example())));
    } else if (term instanceof Group group && name.matches("words|labels")) {
      String members = group.members().stream().map(Term::name).collect(Collectors.joining(", "));
      rows.add(row(name + ".due", group.description() + ": " + members, example(group, "due")));
    } else if (term instanceof Group group) {
      group.members().forEach(member -> add(rows, name + ".", member));
    }
  }

  private static String example(Group group, String member) {
    return ((Text) group.member(member).orElseThrow()).example();
  }

  private static String row(String name, String description, String example) {
    return "| `%s` | %s | %s |".formatted(name, description, example.replace("\n", " ↵ "));
  }

  @Test
  void samplesFitAndTheBuiltInTemplateIsSound() {
    VocabularyShape.assertFits(Vocabulary.sample());
    VocabularyShape.assertFits(Vocabulary.bare());
    assertThat(BuiltIn.TEMPLATE.warnings()).isEmpty();
    assertThat(BuiltIn.TEMPLATE.render(Vocabulary.sample()).subject())
        .isEqualTo("Work Item: Approve invoice 4711");
  }
}
