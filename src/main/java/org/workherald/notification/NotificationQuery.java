package org.workherald.notification;

import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.workherald.address.AddrSpec;
import org.workherald.http.PageParameters;
import org.workherald.http.QueryReader;

/** Which notifications to list, as the caller asks; everything but the limit may be absent. */
record NotificationQuery(
    DeliveryState state,
    Event event,
    String recipient,
    String workItem,
    Instant since,
    int limit,
    UUID before) {

  /** The parameters as they are sent; all are told that cannot be understood. */
  static class Parameters extends PageParameters {

    @QueryParam("state")
    @Parameter(
        description = "Only those with a delivery in this state",
        schema =
            @Schema(
                type = SchemaType.STRING,
                enumeration = {
                  "queued",
                  "held",
                  "sent",
                  "failed",
                  "cancelled",
                  "expired",
                  "suppressed"
                }))
    String state;

    @QueryParam("event")
    @Parameter(description = "Only those about this event", example = "step.assigned")
    String event;

    @QueryParam("recipient")
    @Parameter(
        description = "Only those with a delivery to this address (in the given state, if any)",
        example = "kim@example.com")
    String recipient;

    @QueryParam("workItem")
    @Parameter(description = "Only those about this work item", example = "4711")
    String workItem;

    NotificationQuery query() {
      var reader = new QueryReader();
      var query =
          new NotificationQuery(
              reader.read("state", state, Parameters::stateOf, "must be one of " + states()),
              reader.read(
                  "event", event, id -> Event.of(id).orElseThrow(), "must be one of " + events()),
              reader.read("recipient", recipient, Parameters::address, "must be a mail address"),
              reader.text("workItem", workItem),
              reader.since(since),
              reader.limit(limit),
              reader.cursor(cursor));
      reader.check();
      return query;
    }

    private static DeliveryState stateOf(String word) {
      return Arrays.stream(DeliveryState.values())
          .filter(state -> state.word().equals(word))
          .findFirst()
          .orElseThrow();
    }

    private static String states() {
      return Arrays.stream(DeliveryState.values())
          .map(DeliveryState::word)
          .collect(Collectors.joining(", "));
    }

    private static String events() {
      return Arrays.stream(Event.values()).map(Event::id).collect(Collectors.joining(", "));
    }

    private static String address(String text) {
      return QueryReader.require(text, AddrSpec.isValid(text));
    }
  }
}
