package org.workherald.mail;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.workherald.notification.Event;
import org.workherald.notification.Recipient;
import org.workherald.notification.WorkItem;
import org.workherald.template.BuiltIn;
import org.workherald.template.CompiledTemplate;
import org.workherald.template.CompiledTemplate.Rendered;
import org.workherald.template.Templates;
import org.workherald.template.Templates.Found;

/** Writes the words of mails, each in its reader's language, by the template in force for it. */
@ApplicationScoped
class Letters {

  private static final Logger LOG = Logger.getLogger(Letters.class);

  private final Languages languages;
  private final Templates templates;
  private final MailConfig config;
  private final Counter failures;

  Letters(Languages languages, Templates templates, MailConfig config, MeterRegistry registry) {
    this.languages = languages;
    this.templates = templates;
    this.config = config;
    this.failures =
        Counter.builder("workherald.templates.failures")
            .description("Mails written by the built-in template because one's own failed")
            .register(registry);
  }

  /** By the template in force. One that fails loses no mail: there is always the built-in one. */
  Letter write(Event event, WorkItem item, Recipient reader, Instant now) {
    Language closest = languages.closestTo(reader.locale());
    try {
      Optional<Found> found = find(event, reader, closest);
      if (found.isPresent()) {
        return write(found.get(), event, item, reader, closest, now);
      }
    } catch (RuntimeException e) {
      failures.increment();
      // Without its message, which may quote what the mail is about.
      LOG.errorf(
          "The template for %s in %s fails (%s); the mail goes out by the built-in one",
          event.id(), closest.region().toLanguageTag(), e.getClass().getName());
    }
    return write(BuiltIn.TEMPLATE, event, item, reader, closest, now);
  }

  /**
   * By a template that may not be in force.
   *
   * @param locale of the template
   * @param candidate {@code null}: the one in force
   * @throws CompiledTemplate.RenderingFailed when it comes to nothing
   */
  Letter preview(
      String locale,
      CompiledTemplate candidate,
      Event event,
      WorkItem item,
      Recipient reader,
      Instant now) {
    Language closest = languages.closestTo(locale);
    Optional<Found> found =
        candidate == null
            ? find(event, reader, closest)
            : Optional.of(new Found(locale, candidate));
    return found.isPresent()
        ? write(found.get(), event, item, reader, closest, now)
        : write(BuiltIn.TEMPLATE, event, item, reader, closest, now);
  }

  /** First by what the reader asked for: there may be a template where there are no words. */
  private Optional<Found> find(Event event, Recipient reader, Language closest) {
    Locale asked = reader.locale() == null ? closest.region() : Languages.locale(reader.locale());
    return templates
        .find(event, asked.toLanguageTag())
        .or(() -> templates.find(event, closest.tag()));
  }

  private Letter write(
      Found found, Event event, WorkItem item, Recipient reader, Language closest, Instant now) {
    String language = Locale.forLanguageTag(found.locale()).getLanguage();
    boolean same = language.equals(Locale.forLanguageTag(closest.tag()).getLanguage());
    return write(
        found.template(), event, item, reader, same ? closest : closest.in(found.locale()), now);
  }

  private Letter write(
      CompiledTemplate template,
      Event event,
      WorkItem item,
      Recipient reader,
      Language language,
      Instant now) {
    Map<String, Object> data =
        new LetterWriter(event, item, reader, language, zone(reader.timeZone()), now)
            .write(config.preferencesUrl().orElse(""));
    Rendered rendered = template.render(data);
    return new Letter(
        language.tag(),
        CleanText.line(rendered.subject()),
        PlainText.set(rendered.text(), language.region()),
        rendered.html());
  }

  private ZoneId zone(String id) {
    try {
      return id == null ? config.defaultTimeZone() : ZoneId.of(id);
    } catch (DateTimeException unknown) {
      return config.defaultTimeZone();
    }
  }
}
