package org.workherald.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import io.quarkiverse.resteasy.problem.validation.Violation;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Collects what is wrong with the members of one JSON document, instead of stopping at the first:
 * unknown ones, and values of the wrong type.
 */
class JsonFaults extends DeserializationProblemHandler {

  private final ObjectMapper mapper;
  private final List<Violation> violations = new ArrayList<>();

  JsonFaults(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  List<Violation> violations() {
    return violations;
  }

  @Override
  public boolean handleUnknownProperty(
      DeserializationContext context,
      JsonParser parser,
      JsonDeserializer<?> deserializer,
      Object beanOrClass,
      String name)
      throws IOException {
    add(parser, "is not a known field; remove it or check its spelling");
    parser.skipChildren();
    return true;
  }

  @Override
  public Object handleUnexpectedToken(
      DeserializationContext context,
      JavaType target,
      JsonToken token,
      JsonParser parser,
      String message)
      throws IOException {
    add(parser, "must be " + describe(target));
    parser.skipChildren();
    return null;
  }

  @Override
  public Object handleMissingInstantiator(
      DeserializationContext context,
      Class<?> type,
      ValueInstantiator instantiator,
      JsonParser parser,
      String message)
      throws IOException {
    add(parser, "must be " + describe(context.constructType(type)));
    parser.skipChildren();
    return null;
  }

  @Override
  public Object handleWeirdStringValue(
      DeserializationContext context, Class<?> type, String value, String message) {
    boolean ours = type == String.class || type == Instant.class;
    var text = ours ? message : "must be " + describe(context.constructType(type));
    add(context.getParser(), text);
    return null;
  }

  @Override
  public Object handleWeirdNumberValue(
      DeserializationContext context, Class<?> type, Number value, String message) {
    add(context.getParser(), "must be " + describe(context.constructType(type)));
    return null;
  }

  /** For what none of the other cases caught. */
  void other(JsonParser parser) {
    add(parser, "is not of the type that is expected here");
  }

  private void add(JsonParser parser, String message) {
    if (violations.size() == FieldFaults.MOST) {
      return;
    }
    violations.add(
        Violation.In.body.field(path(parser.getParsingContext().pathAsPointer())).message(message));
  }

  /** {@code /recipients/0/email} as {@code recipients[0].email}. */
  static String path(JsonPointer pointer) {
    var path = new StringBuilder();
    for (var at = pointer; !at.matches(); at = at.tail()) {
      if (at.mayMatchElement()) {
        path.append('[').append(at.getMatchingIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(at.getMatchingProperty());
      }
    }
    return path.toString();
  }

  private String describe(JavaType type) {
    if (type.isEnumType()) {
      return "one of "
          + Arrays.stream(type.getRawClass().getEnumConstants())
              .map(constant -> mapper.convertValue(constant, String.class))
              .collect(Collectors.joining(", "));
    }
    if (type.hasRawClass(String.class)) {
      return "a string";
    }
    if (type.hasRawClass(Instant.class)) {
      return "an instant such as \"2026-11-23T09:00:00Z\"";
    }
    if (type.hasRawClass(Boolean.class) || type.hasRawClass(boolean.class)) {
      return "true or false";
    }
    if (Number.class.isAssignableFrom(type.getRawClass()) || type.isPrimitive()) {
      return "a number";
    }
    return type.isCollectionLikeType() || type.isArrayType() ? "an array" : "an object";
  }
}
