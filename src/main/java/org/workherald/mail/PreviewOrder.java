package org.workherald.mail;

import jakarta.validation.Valid;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.workherald.notification.NotificationRequest;
import org.workherald.template.TemplateOrder;

/** What to preview. */
@Schema(name = "PreviewOrder", description = "What to preview; each member may be left out")
record PreviewOrder(
    @Valid @Schema(description = "Instead of the one in force; it is not stored")
        TemplateOrder template,
    @Valid
        @Schema(
            description =
                "As POST /notifications takes it, instead of a sample. Its first recipient is the"
                    + " reader; nobody gets a mail")
        NotificationRequest notification) {

  static final String EXAMPLE =
      """
      {
        "template": {
          "subject": "{prefix} {item.subject}",
          "text": "{labels.news} {item.subject}\\n\\n{ask}\\n",
          "html": "<h1>{item.subject}</h1><p>{ask}</p>"
        },
        "notification": {
          "event": "step.assigned",
          "workItem": { "id": "4711", "subject": "Approve invoice 4711" },
          "recipients": [ { "email": "kim@example.com", "timeZone": "Europe/Berlin" } ]
        }
      }""";
}
