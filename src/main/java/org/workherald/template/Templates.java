package org.workherald.template;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.workherald.notification.Event;
import org.workherald.settings.SettingStore;
import org.workherald.store.DatabaseUnavailable;

/** The templates of one's own that are in force: stored ones, or else mounted ones. */
@ApplicationScoped
public class Templates {

  private static final Logger LOG = Logger.getLogger(Templates.class);

  private final StoredTemplates store;
  private final MountedTemplates mounted;
  private final SettingStore settings;
  private volatile Known known = new Known(-1, Map.of());

  private record Known(long asked, Map<TemplateKey, Stored> stored) {}

  /**
   * @param compiled {@code null} when it cannot be used by this release
   */
  private record Stored(long revision, CompiledTemplate compiled) {}

  /**
   * A template in force.
   *
   * @param locale the language it is for; perhaps wider than the one asked for
   */
  public record Found(String locale, CompiledTemplate template) {}

  Templates(StoredTemplates store, MountedTemplates mounted, SettingStore settings) {
    this.store = store;
    this.mounted = mounted;
    this.settings = settings;
  }

  /**
   * The template for an event and language: that for exactly the language, else for what it belongs
   * to ({@code de} for {@code de-AT}). A change counts at once here, and within a second at other
   * replicas; the last known state stays while the database is away.
   *
   * @param locale a canonical language tag
   * @return empty when the built-in one is in force
   */
  public Optional<Found> find(Event event, String locale) {
    Map<TemplateKey, Stored> stored = stored();
    Optional<TemplateKey> key = Optional.of(new TemplateKey(event, locale));
    while (key.isPresent()) {
      TemplateKey asked = key.get();
      Stored own = stored.get(asked);
      CompiledTemplate template =
          own != null && own.compiled != null ? own.compiled : mounted.templates().get(asked);
      if (template != null) {
        return Optional.of(new Found(asked.locale(), template));
      }
      key = asked.wider();
    }
    return Optional.empty();
  }

  private Map<TemplateKey, Stored> stored() {
    Known now = known;
    try {
      return (settings.revision(StoredTemplates.KIND) == now.asked ? now : refresh()).stored;
    } catch (DatabaseUnavailable e) {
      LOG.debugf("Stored templates stay as they are: %s", e.getMessage());
      return now.stored;
    }
  }

  /** One at a time, so that nobody who was slow puts back what has been replaced since. */
  private synchronized Known refresh() {
    long revision = settings.revision(StoredTemplates.KIND);
    if (revision != known.asked) {
      Map<TemplateKey, Stored> now = new HashMap<>();
      for (StoredTemplate latest : store.inForce()) {
        Stored same = known.stored.get(latest.key());
        now.put(
            latest.key(),
            same != null && same.revision == latest.revision() ? same : load(latest.key()));
      }
      known = new Known(revision, Map.copyOf(now));
    }
    return known;
  }

  private Stored load(TemplateKey key) {
    StoredTemplate latest = store.read(key);
    if (latest.template() == null) {
      // Deleted since we asked what there is: the next revision tells.
      return new Stored(latest.revision(), null);
    }
    try {
      return new Stored(latest.revision(), CompiledTemplate.of(latest.template()));
    } catch (TemplateRefused e) {
      LOG.errorf(
          "The stored template %s, revision %d, cannot be used by this release: %s",
          key, latest.revision(), e.getMessage());
      return new Stored(latest.revision(), null);
    }
  }
}
