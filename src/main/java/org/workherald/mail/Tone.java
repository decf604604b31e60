package org.workherald.mail;

import org.workherald.notification.Event;

/** How a mail strikes the reader: the one colour in it. */
public enum Tone {
  /** Something to do. */
  CALL("#0550ae"),
  /** Something to do before long. */
  WARN("#8a4600"),
  /** Something is wrong. */
  ALARM("#b3131d"),
  /** Good news. */
  GOOD("#116329"),
  /** Nothing to do any more. */
  QUIET("#59636e");

  private final String color;

  Tone(String color) {
    this.color = color;
  }

  static Tone of(Event event) {
    return switch (event) {
      case STEP_ASSIGNED, STEP_AVAILABLE, STEP_REASSIGNED, STEP_COMMENTED, TRACKER_ASSIGNED -> CALL;
      case STEP_REMINDER, STEP_RETURNED, WORKFLOW_REMINDER -> WARN;
      case STEP_OVERDUE,
          STEP_ESCALATED,
          TRACKER_STEP_OVERDUE,
          WORKFLOW_EXCEPTION,
          WORKFLOW_OVERDUE ->
          ALARM;
      case MILESTONE_REACHED, TRACKER_MILESTONE, WORKFLOW_COMPLETED -> GOOD;
      case STEP_WITHDRAWN, WORKFLOW_CANCELLED -> QUIET;
    };
  }

  /** On a light ground; the template's style sheet has the one for a dark ground. */
  public String color() {
    return color;
  }

  /** Whether the date by which something is due matters now. */
  boolean pressing() {
    return this == CALL || this == WARN || this == ALARM;
  }
}
