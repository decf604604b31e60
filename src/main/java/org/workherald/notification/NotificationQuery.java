package org.workherald.notification;

import io.quarkiverse.resteasy.problem.validation.Violation;
import jakarta.ws.rs.QueryParam;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.workherald.address.AddrSpec;
import org.workherald.http.FieldFaults;

/** Which notifications to list, as the caller asks; everything but the limit may be absent. */
record NotificationQuery(
    DeliveryState state,
    Event event,
    String recipient,
    String workItem,
    Instant since,
    int limit,
    UUID before) {

  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;
  private static final int MAX_TEXT = 255;

  /** The parameters as they are sent; all are told that cannot be understood. */
  static class Parameters {

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

    @QueryParam("since")
    @Parameter(
        description = "Only those accepted at this instant or later",
        schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    String since;

    @QueryParam("limit")
    @Parameter(
        description = "How many at most",
        schema =
            @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200", defaultValue = "50"))
    String limit;

    @QueryParam("cursor")
    @Parameter(description = "The member next of the page before")
    String cursor;

    private final List<Violation> violations = new ArrayList<>();

    NotificationQuery query() {
      var query =
          new NotificationQuery(
              parse("state", state, Parameters::stateOf, "must be one of " + states()),
              parse("event", event, id -> Event.of(id).orElseThrow(), "must be one of " + events()),
              parse("recipient", recipient, Parameters::address, "must be a mail address"),
              parse("workItem", workItem, Parameters::text, "must be 1 to 255 characters"),
              parse("since", since, Parameters::instant, "must be like 2026-11-23T09:00:00Z"),
              limit == null
                  ? DEFAULT_LIMIT
                  : or(parse("limit", limit, Parameters::limit, "must be a number from 1 to 200")),
              parse("cursor", cursor, NotificationQuery::cursor, "must be the next of a page"));
      if (!violations.isEmpty()) {
        throw new FieldFaults(violations);
      }
      return query;
    }

    private <T> T parse(String field, String text, Function<String, T> parser, String message) {
      try {
        return text == null ? null : parser.apply(text);
      } catch (IllegalArgumentException | DateTimeException | NoSuchElementException e) {
        violations.add(Violation.In.query.field(field).message(message));
        return null;
      }
    }

    private static int or(Integer limit) {
      return limit == null ? DEFAULT_LIMIT : limit;
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
      return require(text, AddrSpec.isValid(text));
    }

    private static String text(String text) {
      return require(text, !text.isEmpty() && text.length() <= MAX_TEXT && text.indexOf('\0') < 0);
    }

    private static Instant instant(String text) {
      // In a query a plus sign reads as a space.
      var time = OffsetDateTime.parse(text.replace(' ', '+'));
      require(text, time.getYear() >= 1 && time.getYear() <= 9999);
      return time.toInstant();
    }

    private static int limit(String text) {
      int limit = Integer.parseInt(text);
      require(text, limit >= 1 && limit <= MAX_LIMIT);
      return limit;
    }

    private static String require(String text, boolean valid) {
      if (!valid) {
        throw new IllegalArgumentException(text);
      }
      return text;
    }
  }

  /** The cursor for what comes after a notification. Opaque, so that we may change what it is. */
  static String cursor(UUID last) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(last.toString().getBytes(StandardCharsets.US_ASCII));
  }

  private static UUID cursor(String cursor) {
    return UUID.fromString(
        new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII));
  }
}
