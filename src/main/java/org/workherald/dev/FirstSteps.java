package org.workherald.dev;

import java.net.URI;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The three lines of log that a newcomer needs. */
final class FirstSteps {

  private static final String NOTIFICATION =
      """
      {"event":"step.assigned",\
      "workItem":{"id":"4711","subject":"Approve invoice 4711","workflow":"Invoice approval",\
      "step":"Approve","originator":"Alex Stone","url":"https://navigator.example.com/?item=4711"},\
      "recipients":[{"email":"kim@example.com","name":"Kim Lee","locale":"de"}]}""";

  private FirstSteps() {}

  /**
   * @param server the mail server that mails go to; empty for the capture server
   */
  static void log(Logger log, URI base, String key, Optional<String> server) {
    log.infof(
        "Post a notification:  curl %s -H 'Authorization: Bearer %s'"
            + " -H 'Content-Type: application/json' -d '%s'",
        base.resolve("/notifications"), key, NOTIFICATION);
    log.infof(
        "Look at its mail:     %s",
        server
            .map(host -> "it goes out by " + host + ", as the SMTP settings say")
            .orElse(base.resolve("/dev/mails").toString()));
    log.infof("Read and try the API: %s", base.resolve("/q/swagger-ui"));
  }
}
