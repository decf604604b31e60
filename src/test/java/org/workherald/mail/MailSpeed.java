package org.workherald.mail;

import static org.workherald.mail.WorkItems.about;
import static org.workherald.mail.WorkItems.full;
import static org.workherald.mail.WorkItems.reader;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.workherald.notification.Event;

/** Not part of the build. {@code ./mvnw test -Dtest=MailSpeed} prints what a mail costs. */
@QuarkusTest
class MailSpeed {

  private static final int MAILS = 2000;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  @Inject MailRenderer renderer;
  @Inject MimeComposer composer;

  @Test
  void renderAndCompose() {
    var notification = about(Event.STEP_ASSIGNED, full());
    var reader = reader("de", "Europe/Berlin");
    for (int round = 0; round < 8; round++) {
      long begin = threads.getCurrentThreadCpuTime();
      for (int i = 0; i < MAILS; i++) {
        renderer.render(notification, reader);
      }
      long rendered = threads.getCurrentThreadCpuTime();
      int bytes = 0;
      var mail = renderer.render(notification, reader);
      for (int i = 0; i < MAILS; i++) {
        bytes =
            composer.compose(mail, WorkItems.SENDER, WorkItems.MESSAGE_ID, WorkItems.DATE).length;
      }
      long composed = threads.getCurrentThreadCpuTime();
      System.out.printf(
          Locale.ROOT,
          "render %d us, compose %d us of CPU time a mail of %d bytes%n",
          (rendered - begin) / MAILS / 1000,
          (composed - rendered) / MAILS / 1000,
          bytes);
    }
  }
}
