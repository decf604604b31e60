package org.workherald.filenet;

import static org.workherald.filenet.Remark.Kind.CHANGED;
import static org.workherald.filenet.Remark.Kind.GUESSED;
import static org.workherald.filenet.Remark.Kind.REMOVED;

import java.util.Arrays;
import java.util.Optional;
import org.workherald.filenet.Remark.Kind;

/**
 * The system fields of FileNet that templates name, and what takes their place. The table in {@code
 * docs/from-filenet.md} says the same; a test compares them.
 */
enum FileNetField {
  PREFIX(
      "F_SUBJPREFIX",
      "{prefix}",
      CHANGED,
      "outside the first line it is the built-in prefix of the event",
      "Write the words themselves there."),
  EMAIL_ADDRESS(
      "F_EMAILADDR",
      "",
      REMOVED,
      "these people get no copy: a template has no recipients here",
      "Name them as recipients in POST /notifications."),
  WEB_SERVER(
      "F_WEBSERVER",
      "",
      REMOVED,
      "the service knows no web server: callers send the whole address of the item",
      "Write the address of your web application there, or use {item.url}."),
  STEP_PROCESSOR(
      "F_STEPPROC",
      "",
      REMOVED,
      "step processors are unknown here: the address of the item says what opens it",
      "Have the callers send the right address in workItem.url."),
  SUBJECT("F_Subject", "{item.subject}"),
  ORIGINATOR("F_Originator", "{item.originator}"),
  START_TIME("F_StartTime", "{item.started}"),
  ENQUEUE_TIME("F_EnqueueTime", "{item.enqueued}"),
  TIME_STAMP("F_TimeStamp", "{item.occurred}"),
  STEP_LABEL("F_STEPLABEL", "{item.step}"),
  STEP_INSTRUCTIONS("F_STEPINSTR", "{item.instructions}"),
  WORK_QUEUE("F_WORKQUEUE", "{item.queue}"),
  WORK_OBJECT_NUMBER("F_WobNum", "{item.id}"),
  WORKFLOW_DEADLINE("F_WORKFLOW_DEADLINE", "{item.due}"),
  BOUND_USER_ID("F_BoundUserId", "{item.assignee}"),
  MILESTONE_NAME("F_MILESTONE_NAME", "{item.milestone}"),
  BOUND_USER("F_BoundUser", "{item.assignee}", GUESSED, "it was the number of a user", Texts.CHECK),
  CLASS("F_Class", "{item.workflow}", GUESSED, "it was the name of the work class", Texts.CHECK),
  COMMENT("F_Comment", "{item.comment}", GUESSED, "it was the comment of a step", Texts.CHECK),
  CREATE_TIME(
      "F_CreateTime",
      "{item.started}",
      GUESSED,
      "it was the time at which the work item, not the workflow, was made",
      Texts.CHECK),
  DEADLINE("F_Deadline", "{item.due}", GUESSED, "it was the step's deadline", Texts.CHECK),
  STEP_NAME("F_StepName", "{item.step}", GUESSED, "it was the name of the step", Texts.CHECK);

  /** Texts that several constants share. */
  private static final class Texts {
    static final String CHECK = "See that callers send what is meant.";
  }

  private final String field;
  private final String expression;
  private final Kind kind;
  private final String difference;
  private final String remedy;

  FileNetField(String field, String expression) {
    this(field, expression, null, null, null);
  }

  FileNetField(String field, String expression, Kind kind, String difference, String remedy) {
    this.field = field;
    this.expression = expression;
    this.kind = kind;
    this.difference = difference;
    this.remedy = remedy;
  }

  /** The field of this very name: FileNet tells capital from small letters. */
  static Optional<FileNetField> of(String name) {
    return Arrays.stream(values()).filter(field -> field.field.equals(name)).findFirst();
  }

  /** The field that is meant when a name differs in its capital letters alone. */
  static Optional<FileNetField> like(String name) {
    return Arrays.stream(values()).filter(field -> field.field.equalsIgnoreCase(name)).findFirst();
  }

  /** Its name, without the dollar sign. */
  String field() {
    return field;
  }

  /** What takes its place, or the empty string for nothing. */
  String expression() {
    return expression;
  }

  /** How far it is carried over; {@code null} when it is, as it was. */
  Kind kind() {
    return kind;
  }

  /** What is different, as a clause; {@code null} when nothing is. */
  String difference() {
    return difference;
  }

  String remedy() {
    return remedy;
  }
}
