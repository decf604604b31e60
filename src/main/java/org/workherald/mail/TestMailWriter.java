package org.workherald.mail;

import io.quarkus.mailer.Mail;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Writes the mail that shows an administrator that mails arrive, in the default language. */
@ApplicationScoped
public class TestMailWriter {

  private final Languages languages;
  private final MailConfig config;

  TestMailWriter(Languages languages, MailConfig config) {
    this.languages = languages;
    this.config = config;
  }

  /**
   * @param client what we are to the mail server
   * @param server {@code host:port}
   * @param tls protocol and cipher suite; {@code null} for a relay on loopback
   */
  public Mail write(String recipient, Instant at, String client, String server, String tls) {
    Language language = languages.closestTo(null);
    Words words = language.words();
    Moments moments = new Moments(language.region(), config.defaultTimeZone(), at);
    StringBuilder text = new StringBuilder(words.testNews()).append("\n\n");
    row(text, words, words.testSent(), moments.moment(at));
    row(text, words, words.testFrom(), client);
    row(text, words, words.testServer(), server);
    row(text, words, words.testProtection(), tls == null ? words.testNoTls() : tls);
    text.append("\n-- \n").append(words.testWhy()).append(' ').append(words.automatic());
    return Mail.withText(
            new Mailbox(null, recipient).toString(),
            words.testSubject(),
            PlainText.set(text.toString(), language.region()))
        .addHeader("Auto-Submitted", "auto-generated")
        .addHeader("Content-Language", language.tag())
        .addHeader("X-Auto-Response-Suppress", "All");
  }

  private static void row(StringBuilder text, Words words, String label, String value) {
    text.append(words.labelled(label)).append('\t').append(value).append('\n');
  }
}
