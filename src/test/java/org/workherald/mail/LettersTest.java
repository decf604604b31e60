package org.workherald.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.workherald.mail.WorkItems.about;
import static org.workherald.mail.WorkItems.bare;
import static org.workherald.mail.WorkItems.everywhere;
import static org.workherald.mail.WorkItems.full;
import static org.workherald.mail.WorkItems.reader;

import io.quarkus.mailer.Mail;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.workherald.access.Keys;
import org.workherald.access.Roles;
import org.workherald.notification.Event;
import org.workherald.notification.WorkItem;
import org.workherald.template.VocabularyShape;

/** Mails by templates of one's own, and what those can say. */
@QuarkusTest
class LettersTest {

  @Inject MailRenderer renderer;
  @Inject Languages languages;

  private static void put(String locale, String subject, String text, String html) {
    Map<String, String> template = new HashMap<>(Map.of("subject", subject, "text", text));
    template.put("html", html);
    Keys.as(Roles.ADMIN)
        .header("If-Match", "*")
        .body(template)
        .put("/templates/step.assigned/" + locale)
        .then()
        .statusCode(200);
  }

  @AfterEach
  void forget() {
    for (String locale : List.of("de", "eu", "fa", "zh-TW", "en")) {
      Keys.as(Roles.ADMIN).delete("/templates/step.assigned/" + locale).then().statusCode(200);
    }
  }

  private Mail mail(WorkItem item, String locale) {
    return renderer.render(
        about(Event.STEP_ASSIGNED, item), reader(locale, "Europe/Berlin"), WorkItems.NOW);
  }

  @ParameterizedTest
  @EnumSource(Event.class)
  void dataAreTheVocabulary(Event event) {
    for (WorkItem item : List.of(full(), bare("1", " "), everywhere("{x}\n<b>"))) {
      for (String tag : List.of("en", "ar")) {
        VocabularyShape.assertFits(
            new LetterWriter(
                    event,
                    item,
                    reader(tag, null),
                    languages.closestTo(tag),
                    ZoneId.of("UTC"),
                    WorkItems.NOW)
                .write(""));
      }
    }
  }

  @Test
  void aStoredTemplateIsInForceAtOnceWithAllThatIsAroundIt() {
    Mail before = mail(full(), "de-AT");
    put("de", "Neu: {item.subject}", "{item.fields['Amount']}\n{item.due}", "<p>{news}</p>");
    Mail mail = mail(full(), "de-AT");
    assertThat(mail.getSubject()).isEqualTo("Neu: Approve invoice 4711");
    assertThat(mail.getText()).startsWith("1,200.00 EUR\n").contains("27. November 2026");
    assertThat(mail.getHtml()).isEqualTo("<p>Eine Aufgabe wartet auf Sie</p>");
    assertThat(mail.getHeaders()).isEqualTo(before.getHeaders());
    assertThat(mail.getTo()).isEqualTo(before.getTo());
    put("de", "{item.subject}", "{news}", null);
    assertThat(mail(full(), "de-AT").getHtml()).isNull();
    assertThat(mail(full(), "en").getSubject()).startsWith("Work Item:");
    forget();
    assertThat(mail(full(), "de-AT").getText()).isEqualTo(before.getText());
  }

  @ParameterizedTest
  @CsvSource({
    // Where there are no words, templates have those of the default language.
    "eu, eu-ES, eu, ltr, A work item",
    "fa, fa, fa, rtl, A work item",
    // As words are found: by the names that a language goes by besides its own.
    "zh-TW, zh-Hant-HK, zh-TW, ltr, 您",
  })
  void aTemplateMayBeForALanguageWithoutWords(
      String stored, String asked, String language, String direction, String news) {
    put(stored, "{item.subject}", "{language} {direction} {news}", null);
    Mail mail = mail(full(), asked);
    assertThat(mail.getText()).startsWith(language + " " + direction + " " + news);
    assertThat(mail.getHeaders().get("Content-Language")).containsExactly(language);
  }

  @Test
  void noMailIsLostByATemplateThatFails() {
    Mail builtIn = mail(everywhere("x".repeat(16_000)), "de");
    put("de", "{item.subject}", "{item.comment}".repeat(100), null);
    assertThat(mail(full(), "de").getText()).isNotEqualTo(builtIn.getText());
    assertThat(mail(everywhere("x".repeat(16_000)), "de").getText()).isEqualTo(builtIn.getText());
    Keys.as(Roles.OPERATOR)
        .get("/q/metrics")
        .then()
        .body(containsString("workherald_templates_failures_total 1"));
  }

  @Test
  void theBuiltInTemplateRendersWhateverMayBeSent() {
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < 50; i++) {
      fields.put(i + "&".repeat(90), "\"".repeat(4_000));
    }
    WorkItem i = everywhere("\"".repeat(16_000));
    WorkItem item =
        new WorkItem(
            i.id(),
            i.subject(),
            i.workflow(),
            i.step(),
            i.instructions(),
            i.queue(),
            i.originator(),
            i.assignee(),
            i.priority(),
            i.url(),
            i.startedAt(),
            i.enqueuedAt(),
            i.occurredAt(),
            i.dueAt(),
            i.milestone(),
            i.exception(),
            i.comment(),
            fields);
    assertThat(mail(item, "en").getHtml()).hasSizeGreaterThan(1 << 20);
  }

  @Test
  void previewsWhatIsInForceAndWhatIsNot() {
    String path = "/templates/step.assigned/de/preview";
    Keys.as(Roles.OPERATOR)
        .post(path)
        .then()
        .statusCode(200)
        .body("language", is("de"))
        .body("subject", containsString("Approve invoice 4711"))
        .body("html", startsWith("<!DOCTYPE html>\n<html lang=\"de\""));
    put("de", "stored {item.subject}", "{item.fields['Amount']}", null);
    Keys.as(Roles.OPERATOR)
        .body(PreviewOrder.EXAMPLE)
        .post(path)
        .then()
        .statusCode(200)
        .body("text", startsWith("Eine Aufgabe wartet auf Sie: Approve invoice 4711\n"))
        .body("html", startsWith("<h1>Approve invoice 4711</h1>"))
        .body("warnings.size()", is(0));
    Keys.as(Roles.OPERATOR)
        .body("{}")
        .post(path)
        .then()
        .statusCode(200)
        .body("subject", is("stored Approve invoice 4711"))
        .body("text", is("1,200.00 EUR\n"))
        .body("html", nullValue());
    Keys.as(Roles.OPERATOR)
        .body("{\"template\":{\"subject\":\"{nws}\",\"text\":\"t\"}}")
        .post(path)
        .then()
        .statusCode(422)
        .body("faults.message", contains("unknown field nws; did you mean news?"));
    Keys.as(Roles.OPERATOR)
        .body(PreviewOrder.EXAMPLE.replace("step.assigned", "step.overdue"))
        .post(path)
        .then()
        .statusCode(422)
        .body("violations.field", contains("notification.event"));
    Keys.as(Roles.OPERATOR)
        .body("{\"notification\":{\"event\":\"step.assigned\"}}")
        .post(path)
        .then()
        .statusCode(400);
  }
}
