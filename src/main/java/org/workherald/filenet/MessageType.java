package org.workherald.filenet;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.workherald.notification.Event;

/** The ten mails that FileNet knew: each had a file of a fixed name in a folder of its language. */
enum MessageType {
  STP_NEW(Event.STEP_ASSIGNED),
  STP_REMINDER(Event.STEP_REMINDER),
  STP_DEADLINE(Event.STEP_OVERDUE),
  TRK_NEW(Event.TRACKER_ASSIGNED),
  TRK_STP_DEADLINE(Event.TRACKER_STEP_OVERDUE),
  TRK_EXCEPTION(Event.WORKFLOW_EXCEPTION),
  TRK_WF_DEADLINE(Event.WORKFLOW_OVERDUE),
  TRK_WF_REMINDER(Event.WORKFLOW_REMINDER),
  ORG_MILESTONE(Event.MILESTONE_REACHED),
  TRK_MILESTONE(Event.TRACKER_MILESTONE);

  private final Event event;

  MessageType(Event event) {
    this.event = event;
  }

  /** What the file is called, such as {@code stp_new.msg}. */
  String file() {
    return name().toLowerCase(Locale.ROOT) + ".msg";
  }

  Event event() {
    return event;
  }

  /** Whose file has this name; Windows does not tell capital letters from small ones. */
  static Optional<MessageType> ofFile(String name) {
    return Arrays.stream(values()).filter(type -> type.file().equalsIgnoreCase(name)).findFirst();
  }
}
