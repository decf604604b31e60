package org.workherald.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.workherald.template.Term.Group;
import org.workherald.template.Term.Many;
import org.workherald.template.Term.Names;
import org.workherald.template.Term.Text;

/** Holds data of a template against the vocabulary: all of it, and nothing else. */
public final class VocabularyShape {

  private VocabularyShape() {}

  public static void assertFits(Map<String, Object> data) {
    assertFits("", Vocabulary.TERMS, data);
  }

  private static void assertFits(String path, List<? extends Term> terms, Object data) {
    Map<?, ?> members = (Map<?, ?>) data;
    assertThat(members.keySet().stream().map(String::valueOf))
        .as(path)
        .containsExactlyInAnyOrderElementsOf(terms.stream().map(Term::name).toList());
    for (Term term : terms) {
      Object value = members.get(term.name());
      String name = path + term.name();
      if (term instanceof Text) {
        assertThat(value).as(name).isInstanceOf(String.class);
      } else if (term instanceof Group group) {
        assertFits(name + ".", group.members(), value);
      } else if (term instanceof Names) {
        assertThat(((Map<?, ?>) value).values()).as(name).hasOnlyElementsOfType(String.class);
      } else if (term instanceof Many many) {
        List<?> list = (List<?>) value;
        assertThat(list.size()).as(name).isLessThanOrEqualTo(many.most());
        list.forEach(element -> assertFits(name + "[].", many.element(), element));
      }
    }
  }
}
