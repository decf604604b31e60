package org.workherald.http;

import io.quarkiverse.resteasy.problem.validation.Violation;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.function.Function;

/**
 * Reads the parameters of the query that asks for a page of a list. Those that cannot be understood
 * are noted, and told all at once by {@link #check()}.
 */
public final class QueryReader {

  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;
  private static final int MAX_TEXT = 255;

  private final List<Violation> violations = new ArrayList<>();

  /**
   * @param text the parameter as sent, or {@code null}
   * @param parser throws when it cannot be understood
   * @param message what it must be
   * @return {@code null} when it was not sent, or cannot be understood
   */
  public <T> T read(String field, String text, Function<String, T> parser, String message) {
    try {
      return text == null ? null : parser.apply(text);
    } catch (IllegalArgumentException | DateTimeException | NoSuchElementException e) {
      violations.add(Violation.In.query.field(field).message(message));
      return null;
    }
  }

  /** A text to compare with. */
  public String text(String field, String text) {
    return read(
        field,
        text,
        sent ->
            require(sent, !sent.isEmpty() && sent.length() <= MAX_TEXT && sent.indexOf('\0') < 0),
        "must be 1 to 255 characters");
  }

  public Instant since(String text) {
    return read("since", text, QueryReader::instant, "must be like 2026-11-23T09:00:00Z");
  }

  /** How many entries a page is to have at most. */
  public int limit(String text) {
    Integer limit = read("limit", text, QueryReader::number, "must be a number from 1 to 200");
    return limit == null ? DEFAULT_LIMIT : limit;
  }

  /** The last entry of the page before. */
  public UUID cursor(String text) {
    return read("cursor", text, QueryReader::id, "must be the next of a page");
  }

  /** The cursor for what comes after an entry. Opaque, so that we may change what it is. */
  public static String cursor(UUID last) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(last.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * @throws FieldFaults when there is something that could not be understood
   */
  public void check() {
    if (!violations.isEmpty()) {
      throw new FieldFaults(violations);
    }
  }

  /**
   * @throws IllegalArgumentException when it is not valid
   */
  public static String require(String text, boolean valid) {
    if (!valid) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  private static Instant instant(String text) {
    // In a query a plus sign reads as a space.
    var time = OffsetDateTime.parse(text.replace(' ', '+'));
    require(text, time.getYear() >= 1 && time.getYear() <= 9999);
    return time.toInstant();
  }

  private static int number(String text) {
    int limit = Integer.parseInt(text);
    require(text, limit >= 1 && limit <= MAX_LIMIT);
    return limit;
  }

  private static UUID id(String cursor) {
    return UUID.fromString(
        new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII));
  }
}
