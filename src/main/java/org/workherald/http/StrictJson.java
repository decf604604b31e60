package org.workherald.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.validation.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import jakarta.ws.rs.core.Response.Status;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads JSON that callers send. What is wrong with it is told in full, field by field, in plain
 * words without a trace of our classes.
 */
@ApplicationScoped
public class StrictJson {

  private final ObjectMapper mapper;
  private final Validator validator;

  StrictJson(ObjectMapper mapper, Validator validator) {
    this.mapper = mapper;
    this.validator = validator;
  }

  /**
   * Reads a whole document; {@code null} when there is none.
   *
   * @throws HttpProblem 400 for a document that is not JSON, or whose members are unknown or of the
   *     wrong type; then it names the constraints that its other members break, too
   */
  Object read(InputStream body, Type type) throws IOException {
    try (var parser = mapper.getFactory().createParser(body)) {
      try {
        return parser.nextToken() == null ? null : read(parser, type);
      } catch (JsonProcessingException | CharConversionException e) {
        throw HttpProblem.valueOf(Status.BAD_REQUEST, explain(e, parser));
      }
    }
  }

  /** Reads a part of a document; what is wrong with it is a {@link FieldFaults}. */
  public <T> T read(JsonNode part, Class<T> type) {
    try (var parser = mapper.treeAsTokens(part)) {
      parser.nextToken();
      return type.cast(read(parser, (Type) type));
    } catch (IOException e) {
      throw HttpProblem.valueOf(Status.BAD_REQUEST, "This is not what was expected here.");
    }
  }

  private Object read(JsonParser parser, Type type) throws IOException {
    var faults = new JsonFaults(mapper);
    var javaType = mapper.constructType(type);
    Object value;
    try {
      value = mapper.readerFor(javaType).withHandler(faults).readValue(parser);
    } catch (JsonMappingException e) {
      if (e.getCause() instanceof JsonProcessingException cause) {
        throw cause;
      }
      faults.other(parser);
      throw new FieldFaults(faults.violations());
    }
    if (faults.violations().isEmpty()) {
      if (parser.nextToken() != null) {
        throw HttpProblem.valueOf(Status.BAD_REQUEST, "There is more than one JSON value.");
      }
      return value;
    }
    throw new FieldFaults(withConstraints(faults.violations(), value));
  }

  /**
   * A value that could not be read is not also missing, and does not make its parent incomplete:
   * one complaint for each field.
   */
  private List<Violation> withConstraints(List<Violation> faults, Object value) {
    var all = new ArrayList<>(faults);
    if (value != null) {
      for (var broken : validator.validate(value)) {
        var violation = FieldFaults.violation(broken);
        if (faults.stream().noneMatch(fault -> related(fault.field, violation.field))) {
          all.add(violation);
        }
      }
    }
    return all;
  }

  private static boolean related(String one, String other) {
    return one.equals(other) || within(one, other) || within(other, one);
  }

  private static boolean within(String inner, String outer) {
    return inner.startsWith(outer + ".") || inner.startsWith(outer + "[");
  }

  private static String explain(IOException e, JsonParser parser) {
    var at = parser.currentLocation();
    var where = " (line %d, column %d)".formatted(at.getLineNr(), at.getColumnNr());
    if (e instanceof StreamConstraintsException) {
      return "The JSON is nested too deeply, or a name, string or number in it is too long" + where;
    }
    if (e instanceof JsonProcessingException json) {
      var what = json.getOriginalMessage().replaceAll("\\s*\\(start marker at .*", "");
      return "This is not valid JSON: " + what + where;
    }
    return "This is not valid UTF-8" + where;
  }
}
