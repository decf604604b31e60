package org.workherald.mail;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;
import org.workherald.notification.Event;
import org.workherald.notification.WorkItem;

/**
 * All words of the mails in one language: what is in {@code messages/words_<language>.properties}.
 * {@code WordsFilesTest} holds the files against each other and against what is asked for here.
 */
final class Words {

  private final ResourceBundle texts;
  private final Labels labels;

  Words(ResourceBundle texts) {
    this.texts = texts;
    this.labels = Labels.of(texts::getString, this::labelled);
  }

  /** Reads them. */
  static Words in(String language) {
    String file = "/messages/words_" + language + ".properties";
    try (Reader in =
        new InputStreamReader(Words.class.getResourceAsStream(file), StandardCharsets.UTF_8)) {
      return new Words(new PropertyResourceBundle(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the subject line begins with, such as {@code Work Item:}. */
  String prefix(Event event) {
    return texts.getString("prefix." + event.id());
  }

  /** What happened, without a full stop: the subject of the work item follows. */
  String news(Event event) {
    return texts.getString("news." + event.id());
  }

  /** What the reader should do now. */
  String ask(Event event) {
    return texts.getString("ask." + event.id());
  }

  /** Why the reader gets the mail. */
  String why(Event.Audience audience) {
    return texts.getString("why." + lower(audience));
  }

  String automatic() {
    return texts.getString("automatic");
  }

  /** Whom to ask for other mails or fewer, where there is no page for it. */
  String change() {
    return texts.getString("change");
  }

  Labels labels() {
    return labels;
  }

  String urgency(WorkItem.Priority priority) {
    return texts.getString("urgency." + lower(priority));
  }

  /** A label with the sign that separates it from what it labels. */
  String labelled(String label) {
    return texts.getString("labelled").replace("{label}", label);
  }

  /** Which time zone the times are in. */
  String times(String zone) {
    return texts.getString("times").replace("{zone}", zone);
  }

  /** The subject of the mail by which an administrator tests the mail server. */
  String testSubject() {
    return texts.getString("test.subject");
  }

  /** What that mail says first. */
  String testNews() {
    return texts.getString("test.news");
  }

  /** When it was sent. */
  String testSent() {
    return texts.getString("test.sent");
  }

  /** What the sender calls itself at the mail server. */
  String testFrom() {
    return texts.getString("test.from");
  }

  String testServer() {
    return texts.getString("test.server");
  }

  /** By which TLS it was sent. */
  String testProtection() {
    return texts.getString("test.protection");
  }

  String testNoTls() {
    return texts.getString("test.noTls");
  }

  /** Why the reader gets it. */
  String testWhy() {
    return texts.getString("test.why");
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
