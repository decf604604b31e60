package org.workherald.notification;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The events that people are told about, and who each is for. */
public enum Event {
  STEP_ASSIGNED("step.assigned", Audience.PARTICIPANT),
  STEP_REMINDER("step.reminder", Audience.PARTICIPANT),
  STEP_OVERDUE("step.overdue", Audience.PARTICIPANT),
  TRACKER_ASSIGNED("tracker.assigned", Audience.TRACKER),
  TRACKER_STEP_OVERDUE("tracker.step-overdue", Audience.TRACKER),
  WORKFLOW_EXCEPTION("workflow.exception", Audience.TRACKER),
  WORKFLOW_OVERDUE("workflow.overdue", Audience.TRACKER),
  WORKFLOW_REMINDER("workflow.reminder", Audience.TRACKER),
  MILESTONE_REACHED("milestone.reached", Audience.ORIGINATOR),
  TRACKER_MILESTONE("tracker.milestone", Audience.TRACKER),
  STEP_AVAILABLE("step.available", Audience.NAMED),
  STEP_REASSIGNED("step.reassigned", Audience.NAMED),
  STEP_RETURNED("step.returned", Audience.NAMED),
  STEP_WITHDRAWN("step.withdrawn", Audience.NAMED),
  STEP_ESCALATED("step.escalated", Audience.NAMED),
  STEP_COMMENTED("step.commented", Audience.NAMED),
  WORKFLOW_COMPLETED("workflow.completed", Audience.NAMED),
  WORKFLOW_CANCELLED("workflow.cancelled", Audience.NAMED);

  /** Who an event goes to, in the terms of the FileNet Process Engine. */
  public enum Audience {
    PARTICIPANT,
    TRACKER,
    ORIGINATOR,
    /** Whoever the caller named: events that FileNet did not have. */
    NAMED
  }

  private static final Map<String, Event> BY_ID =
      Arrays.stream(values()).collect(Collectors.toMap(Event::id, Function.identity()));

  private final String id;
  private final Audience audience;

  Event(String id, Audience audience) {
    this.id = id;
    this.audience = audience;
  }

  /** The event with this id. */
  public static Optional<Event> of(String id) {
    return Optional.ofNullable(BY_ID.get(id));
  }

  /** The id in the HTTP contract, such as {@code step.assigned}. */
  @JsonValue
  public String id() {
    return id;
  }

  public Audience audience() {
    return audience;
  }
}
