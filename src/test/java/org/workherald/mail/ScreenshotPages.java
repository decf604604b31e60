package org.workherald.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.workherald.notification.Event;

/** Writes the pages that {@code docs/screenshots/make} takes pictures of, where it is told to. */
@QuarkusTest
@EnabledIfSystemProperty(named = "mail.pages", matches = ".+")
class ScreenshotPages {

  @Inject MailRenderer renderer;

  @ParameterizedTest
  @CsvSource({
    "step.assigned, en, America/New_York, 2026-11-23T09:00:00Z",
    "step.overdue, de, Europe/Berlin, 2026-11-27T19:20:00Z",
    "step.reminder, ar, Asia/Dubai, 2026-11-25T10:00:00Z",
    "workflow.exception, en, UTC, 2026-11-23T09:00:00Z",
    "step.commented, ja, Asia/Tokyo, 2026-11-24T09:00:00Z",
    "milestone.reached, fr, Europe/Paris, 2026-11-23T09:00:00Z",
  })
  void write(String event, String locale, String zone, Instant now) throws IOException {
    String html =
        renderer
            .render(
                WorkItems.about(Event.of(event).orElseThrow(), WorkItems.full()),
                WorkItems.reader(locale, zone),
                now)
            .getHtml();
    Path folder = Files.createDirectories(Path.of(System.getProperty("mail.pages")));
    Files.writeString(folder.resolve(event + ".html"), html);
    assertThat(html).contains("</html>");
  }
}
