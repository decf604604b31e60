package org.workherald;

/** What callers post. */
public final class Samples {

  private Samples() {}

  /** A notification about one work item for one reader. */
  public static String notification(String workItem, String email) {
    return """
        { "event": "step.assigned",
          "workItem": { "id": "%1$s", "subject": "Approve invoice %1$s", "workflow": "Invoice approval", "step": "Approve",
                        "url": "https://navigator.example.com/?item=%1$s" },
          "recipients": [ { "email": "%2$s", "name": "Kim Lee", "locale": "de", "timeZone": "Europe/Berlin" } ] }
        """
        .formatted(workItem, email);
  }
}
