package org.workherald.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.workherald.mail.WorkItems.about;
import static org.workherald.mail.WorkItems.bare;
import static org.workherald.mail.WorkItems.everywhere;
import static org.workherald.mail.WorkItems.full;
import static org.workherald.mail.WorkItems.reader;

import io.quarkus.mailer.Mail;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workherald.notification.Event;
import org.workherald.notification.Recipient;
import org.workherald.notification.WorkItem;

@QuarkusTest
class MailRendererTest {

  private static final Path GOLDEN = Path.of("src/test/resources/mail");

  /** {@code -Dmail.golden=write} takes what is rendered now as right: read the difference. */
  private static final boolean WRITE = "write".equals(System.getProperty("mail.golden"));

  @Inject MailRenderer renderer;
  @Inject MimeComposer composer;
  @Inject Languages languages;

  @ParameterizedTest
  @EnumSource(Event.class)
  void everyEventInEnglish(Event event) throws IOException {
    golden(event.id() + ".en", event, full(), reader("en", "America/New_York"));
  }

  @ParameterizedTest
  @CsvSource({
    "step.assigned, de, Europe/Berlin",
    "step.overdue, de-AT, Europe/Vienna",
    "step.overdue, ja, Asia/Tokyo",
    "step.reminder, ar, Africa/Cairo",
    "workflow.exception, fr-CA, America/Toronto",
    "milestone.reached, de, Europe/Berlin",
    "step.commented, he, Asia/Jerusalem",
    "tracker.assigned, zh-Hant-HK,",
  })
  void wholeMails(String event, String locale, String zone) throws IOException {
    golden(event + "." + locale, event(event), full(), reader(locale, zone));
  }

  @Test
  void wholeMailWithNothingToSay() throws IOException {
    Recipient reader = new Recipient("kim@example.com", null, null, null);
    golden("bare", Event.WORKFLOW_COMPLETED, bare("1", "Prüfung 審査 ✅ مراجعة"), reader);
  }

  private void golden(String name, Event event, WorkItem item, Recipient reader)
      throws IOException {
    boolean late = event.id().endsWith("overdue");
    Instant now = late ? WorkItems.LATE : WorkItems.NOW;
    Mail mail = renderer.render(about(event, item), reader, now);
    byte[] message = composer.compose(mail, WorkItems.SENDER, WorkItems.MESSAGE_ID, WorkItems.DATE);
    Path file = GOLDEN.resolve(name + ".eml");
    if (WRITE) {
      Files.write(file, message);
    }
    assertThat(new String(message)).isEqualTo(Files.readString(file));
  }

  @ParameterizedTest
  @EnumSource(Event.class)
  void everyEventHasWordsInEveryLanguage(Event event) {
    for (String tag : Languages.TAGS) {
      for (WorkItem item : List.of(full(), bare("4711", "Approve"))) {
        Mail mail = render(event, item, reader(tag, "Europe/Berlin"));
        Language language = languages.closestTo(tag);
        Words words = language.words();
        assertThat(words.prefix(event)).isNotBlank();
        assertThat(mail.getSubject()).isEqualTo(words.prefix(event) + " " + item.subject());
        assertThat(unspaced(mail.getText()))
            .startsWith(
                unspaced(words.labelled(words.news(event)) + item.subject() + words.ask(event)))
            .contains(unspaced("--" + words.why(event.audience()) + words.automatic()))
            .contains(unspaced(words.change()));
        assertThat(mail.getText())
            .doesNotContain("{", "}", "NOT_FOUND", "_$", "\t", "\r", " \n\n")
            .doesNotContainPattern("\\bnull\\b");
        String page = mail.getHtml().replaceAll("(?s)<style>.*</style>", "");
        assertThat(page)
            .contains("<html lang=\"" + tag + "\" dir=\"" + language.direction() + "\">")
            .contains(">" + words.news(event) + "<", ">" + words.ask(event) + "<")
            .doesNotContain("{", "}", "NOT_FOUND", ">null<", "_$");
        assertThat(mail.getHtml()).doesNotContain("src=", "url(", "@import", "<script", "<link");
      }
    }
  }

  @Test
  void labelsAreWords() {
    for (String tag : Languages.TAGS) {
      Mail mail = render(Event.TRACKER_STEP_OVERDUE, full(), reader(tag, null));
      Words words = languages.closestTo(tag).words();
      Set<String> labels = new HashSet<>(words.labels().labelled().values());
      String instructions = words.labels().labelled("instructions");
      labels.removeAll(
          Set.of(
              instructions,
              words.labels().labelled("overdue"),
              words.labels().labelled("changeLink")));
      labels.add(words.labelled("Amount"));
      assertThat(mail.getText())
          .contains(labels)
          .contains("https://navigator.example.com/?item=4711&view=full\n")
          .doesNotContain(instructions);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "en, en, en",
    "de, de, de",
    "de-AT, de, de-AT",
    "de_CH, de, de-CH",
    "DE, de, de",
    "de-DE-u-co-phonebk, de, de-DE",
    "en-GB, en, en-GB",
    "fr-CA, fr, fr-CA",
    "iw, he, he",
    "in, en, en",
    "no, nb, nb",
    "ja_JP, ja, ja-JP",
    "pt_BR, pt-BR, pt-BR",
    "pt-AO, pt, pt-AO",
    "zh, zh-CN, zh",
    "zh-Hant, zh-TW, zh-Hant",
    "zh-Hant-HK, zh-TW, zh-Hant-HK",
    "x, en, en",
    "'', en, en",
    "'de\r\nBcc: a@example.com', en, en",
    ", en, en"
  })
  void closestLanguage(String asked, String words, String region) {
    Language language = languages.closestTo(asked);
    assertThat(language.tag()).isEqualTo(words);
    assertThat(language.region().toLanguageTag()).isEqualTo(region);
  }

  @Test
  void directions() {
    assertThat(
            Languages.TAGS.stream()
                .filter(tag -> languages.closestTo(tag).direction().equals("rtl")))
        .containsExactly("ar", "he");
    Mail mail = render(Event.STEP_ASSIGNED, full(), reader("he", null));
    assertThat(mail.getHtml()).contains("dir=\"rtl\"", "align=\"right\"");
    assertThat(mail.getHtml()).doesNotContain("align=\"left\"");
  }

  @Test
  void unknownTimeZonesFallBack() {
    Mail mail = render(Event.STEP_ASSIGNED, full(), reader("en", "Mars/Base"));
    assertThat(mail.getText()).contains("4:00\u00a0PM (UTC)", "time zone UTC.");
  }

  @Test
  void mailsAboutAWorkItemAreOneThread() {
    assertThat(thread("4711")).isEqualTo(thread("4711")).matches("<[a-z0-9.-]+>");
    assertThat(thread("4711")).isNotEqualTo(thread("4712"));
    assertThat(thread("a@b>\r\nBcc: x@example.com")).matches("<[a-z0-9.-]+>");
  }

  private String thread(String id) {
    Mail mail = render(Event.STEP_OVERDUE, bare(id, "x"), reader("de", null));
    assertThat(mail.getHeaders().get("References")).isEqualTo(mail.getHeaders().get("In-Reply-To"));
    return mail.getHeaders().get("References").get(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)//http://x",
        "data:text/html,x",
        "file:///etc/passwd",
        "https:",
        "https:///x",
        "//example.com/x",
        "http://example.com/ x",
        "http://example.com/\"onmouseover=\"x",
        "mailto:a@example.com",
        "/relative",
      })
  void noLinkButToTheWeb(String url) {
    WorkItem item = everywhere(url);
    Mail mail = render(Event.STEP_ASSIGNED, item, reader("en", null));
    assertThat(mail.getHtml()).doesNotContain("<a ", "href");
    assertThat(mail.getText()).doesNotContain("Open work item");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='x",
        "{config:foo} {letter.subject} {#if x} {words:open} {|raw|}",
        "a\r\nBcc: x@example.com\r\n\r\nbody",
        "a\u0000\u0007\u001b[31m\u007f\u0085b",
        "invoice \u202Efdp.exe\u202C \u2066x\u2069",
        "lone \ud83d surrogate \ude00",
        "\u2028\u2029 lines",
      })
  void hostileTextStaysText(String text) {
    for (Event event : List.of(Event.STEP_ASSIGNED, Event.WORKFLOW_EXCEPTION)) {
      Recipient reader = new Recipient("kim@example.com", text, "en", "UTC");
      Mail mail = render(event, everywhere(text), reader);
      String clean = CleanText.line(text);
      assertThat(mail.getSubject()).endsWith(" " + clean);
      assertThat(unfolded(mail)).contains(": " + clean + " ");
      assertThat(mail.getHtml() + mail.getText() + mail.getSubject() + mail.getTo())
          .doesNotContainPattern("[\\p{Cc}&&[^\\n]]|[\\u202a-\\u202e\\u2066-\\u2069\\p{Cs}]");
      // As many tags as when all of it is harmless.
      Mail harmless = render(event, everywhere("x"), reader("en", "UTC"));
      assertThat(tags(mail)).isEqualTo(tags(harmless));
      byte[] message =
          composer.compose(mail, WorkItems.SENDER, WorkItems.MESSAGE_ID, WorkItems.DATE);
      Wire.assertPure(message);
      assertThat(Wire.parse(message).subject()).isEqualTo(mail.getSubject());
    }
  }

  @Test
  void longTextIsKept() {
    String word = "x".repeat(2000);
    String text = "long words ".repeat(180) + word;
    Recipient reader = new Recipient("kim@example.com", word, "en", "UTC");
    Mail mail = render(Event.STEP_RETURNED, everywhere(text), reader);
    byte[] message = composer.compose(mail, WorkItems.SENDER, WorkItems.MESSAGE_ID, WorkItems.DATE);
    Wire.assertPure(message);
    assertThat(Wire.parse(message).subject()).isEqualTo("Returned: " + text);
    assertThat(mail.getText().lines()).allMatch(line -> line.length() <= 72 || line.contains(word));
  }

  private Mail render(Event event, WorkItem item, Recipient reader) {
    return renderer.render(about(event, item), reader, WorkItems.NOW);
  }

  private static long tags(Mail mail) {
    return mail.getHtml().replaceAll("<br>", "").chars().filter(c -> c == '<').count();
  }

  private static String unspaced(String text) {
    return text.replaceAll("\\s+", "");
  }

  private static String unfolded(Mail mail) {
    return mail.getText().replaceAll("\\s+", " ");
  }

  private static Event event(String id) {
    return List.of(Event.values()).stream()
        .filter(e -> e.id().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
