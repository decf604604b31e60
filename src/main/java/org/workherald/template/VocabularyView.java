package org.workherald.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The vocabulary as callers see it. */
@Schema(name = "Vocabulary", description = "All that templates can name")
record VocabularyView(
    List<Entry> terms,
    @Schema(description = "The examples as the data of a template", type = SchemaType.OBJECT)
        Map<String, Object> sample) {

  static final VocabularyView ALL = new VocabularyView(all(), Vocabulary.sample());

  /** A term with the path to write in a template. */
  @Schema(name = "Term")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Entry(
      @Schema(examples = "item.subject") String name,
      @Schema(enumeration = {"text", "names", "list"}) String kind,
      @Schema(examples = "its subject") String description,
      @Schema(examples = "Approve invoice 4711") String example) {}

  private static List<Entry> all() {
    List<Entry> terms = new ArrayList<>();
    Vocabulary.TERMS.forEach(term -> add(terms, "", term));
    return List.copyOf(terms);
  }

  private static void add(List<Entry> terms, String path, Term term) {
    String name = path + term.name();
    if (term instanceof Term.Text text) {
      terms.add(new Entry(name, "text", text.description(), text.example()));
    } else if (term instanceof Term.Names names) {
      String first = names.example().keySet().iterator().next();
      String example = names.example().get(first);
      terms.add(new Entry(name + "['" + first + "']", "names", names.description(), example));
    } else if (term instanceof Term.Many many) {
      terms.add(new Entry(name, "list", many.description(), null));
      many.element().forEach(part -> add(terms, name + "[].", part));
    } else if (term instanceof Term.Group group) {
      group.members().forEach(member -> add(terms, name + ".", member));
    }
  }
}
