package org.workherald.template;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.workherald.notification.Event;

/** What there is for each event and language, and where it comes from. */
@ApplicationScoped
class TemplateCatalogue {

  private final StoredTemplates store;
  private final MountedTemplates mounted;
  private final Set<String> languages;

  /**
   * @param languages the tags of those that there are built-in words in
   */
  TemplateCatalogue(
      StoredTemplates store, MountedTemplates mounted, @Named("languages") Set<String> languages) {
    this.store = store;
    this.mounted = mounted;
    this.languages = languages;
  }

  /**
   * Each event in each language that there are words or a template in.
   *
   * @param only the events to tell of
   */
  TemplateListing list(List<Event> only) {
    Map<TemplateKey, StoredTemplate> stored = new TreeMap<>();
    store.inForce().forEach(latest -> stored.put(latest.key(), latest));
    Map<TemplateKey, CompiledTemplate> files = mounted.templates();
    Set<TemplateKey> keys = new TreeSet<>(stored.keySet());
    keys.addAll(files.keySet());
    for (Event event : Event.values()) {
      languages.forEach(language -> keys.add(new TemplateKey(event, language)));
    }
    keys.removeIf(key -> !only.contains(key.event()));
    List<TemplateListing.Row> rows = new ArrayList<>();
    for (TemplateKey key : keys) {
      StoredTemplate own = stored.get(key);
      TemplateSource source =
          own != null
              ? TemplateSource.STORED
              : files.containsKey(key) ? TemplateSource.MOUNTED : TemplateSource.BUILT_IN;
      rows.add(
          new TemplateListing.Row(
              key.event().id(),
              key.locale(),
              source.word(),
              own == null ? null : own.revision(),
              own == null ? null : own.at()));
    }
    return new TemplateListing(rows, mounted.problems());
  }

  /** The latest revision of what is stored, or was. */
  StoredTemplate latest(TemplateKey key) {
    return store.read(key);
  }

  /** What is in force for exactly this event and language. */
  TemplateView show(StoredTemplate latest) {
    TemplateKey key = latest.key();
    Optional<String> problem = mounted.problem(key).map(why -> "The mounted one: " + why);
    if (latest.template() != null) {
      try {
        CompiledTemplate template = CompiledTemplate.of(latest.template());
        return TemplateView.of(latest, TemplateSource.STORED, template, problem.orElse(null));
      } catch (TemplateRefused e) {
        problem = Optional.of("The stored one cannot be used by this release: " + e.getMessage());
      }
    }
    CompiledTemplate file = mounted.templates().get(key);
    return file != null
        ? TemplateView.of(latest, TemplateSource.MOUNTED, file, problem.orElse(null))
        : TemplateView.of(latest, TemplateSource.BUILT_IN, BuiltIn.TEMPLATE, problem.orElse(null));
  }
}
