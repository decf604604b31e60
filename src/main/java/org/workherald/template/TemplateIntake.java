package org.workherald.template;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.workherald.notification.Event;

/** Stores many templates at once: all of them or none. */
@ApplicationScoped
public class TemplateIntake {

  private final StoredTemplates store;

  TemplateIntake(StoredTemplates store) {
    this.store = store;
  }

  /**
   * A template and what it is for.
   *
   * @param locale the canonical tag of a language (BCP 47)
   */
  public record Sheet(Event event, String locale, CompiledTemplate template) {}

  /**
   * Stores templates over whatever is stored; that stays as a revision. In force with the next
   * mail.
   *
   * @param sheets each for another event or language
   * @return the revisions that they became, in their order
   */
  public List<Long> store(List<Sheet> sheets) {
    Map<TemplateKey, MailTemplate> templates = new LinkedHashMap<>();
    for (Sheet sheet : sheets) {
      templates.put(new TemplateKey(sheet.event, sheet.locale), sheet.template.source());
    }
    return store.overwrite(templates).stream().map(StoredTemplate::revision).toList();
  }
}
