package org.workherald.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Reads an instant as RFC 3339 writes it: a date, a time and an offset, in the years 1 to 9999. */
class InstantReader extends StdScalarDeserializer<Instant> {

  InstantReader() {
    super(Instant.class);
  }

  @Override
  public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    if (!parser.hasToken(JsonToken.VALUE_STRING)) {
      return (Instant) context.handleUnexpectedToken(Instant.class, parser);
    }
    var text = parser.getText();
    try {
      var time = OffsetDateTime.parse(text);
      if (time.getYear() >= 1 && time.getYear() <= 9999) {
        return time.toInstant();
      }
    } catch (DateTimeException e) {
      // Answered below, like a year out of bounds.
    }
    return (Instant)
        context.handleWeirdStringValue(
            Instant.class, text, "must be an instant such as 2026-11-23T09:00:00Z");
  }
}
