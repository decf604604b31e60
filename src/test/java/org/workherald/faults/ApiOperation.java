package org.workherald.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * An operation as the API's description has it.
 *
 * @param roles that may use it, beside admin
 */
record ApiOperation(
    String id,
    String method,
    String path,
    List<String> roles,
    Set<Integer> statuses,
    List<Parameter> parameters,
    List<Body> bodies) {

  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  /**
   * @param in path, query or header
   * @param samples values that it may have
   */
  record Parameter(String name, String in, List<String> samples) {}

  /**
   * A type of body that it takes.
   *
   * @param schema to be resolved by the {@link SchemaSample}
   */
  record Body(String type, List<JsonNode> examples, JsonNode schema) {}

  /** All operations that a description knows. */
  static List<ApiOperation> all(JsonNode api) {
    List<ApiOperation> operations = new ArrayList<>();
    for (var path : api.get("paths").properties()) {
      for (var method : path.getValue().properties()) {
        if (METHODS.contains(method.getKey())) {
          operations.add(of(path.getKey(), method.getKey(), method.getValue()));
        }
      }
    }
    return operations;
  }

  private static ApiOperation of(String path, String method, JsonNode described) {
    List<String> roles = new ArrayList<>();
    described
        .path("security")
        .forEach(
            scheme -> scheme.forEach(listed -> listed.forEach(role -> roles.add(role.asText()))));
    Set<Integer> statuses = new TreeSet<>();
    described
        .path("responses")
        .fieldNames()
        .forEachRemaining(status -> statuses.add(Integer.valueOf(status)));
    List<Parameter> parameters = new ArrayList<>();
    described.path("parameters").forEach(parameter -> parameters.add(parameter(parameter)));
    List<Body> bodies = new ArrayList<>();
    for (var content : described.path("requestBody").path("content").properties()) {
      bodies.add(body(content.getKey(), content.getValue()));
    }
    return new ApiOperation(
        described.path("operationId").asText(),
        method.toUpperCase(Locale.ROOT),
        path,
        roles,
        statuses,
        parameters,
        bodies);
  }

  private static Parameter parameter(JsonNode described) {
    List<String> samples = new ArrayList<>();
    JsonNode schema = described.path("schema");
    schema.path("enum").forEach(value -> samples.add(value.asText()));
    for (JsonNode holder : List.of(described, schema)) {
      for (String member : List.of("example", "default", "minimum", "maximum")) {
        if (holder.has(member)) {
          samples.add(holder.get(member).asText());
        }
      }
    }
    return new Parameter(described.path("name").asText(), described.path("in").asText(), samples);
  }

  private static Body body(String type, JsonNode content) {
    List<JsonNode> examples = new ArrayList<>();
    if (content.has("example")) {
      examples.add(content.get("example"));
    }
    content.path("examples").forEach(example -> examples.add(example.path("value")));
    return new Body(type, examples, content.path("schema"));
  }
}
