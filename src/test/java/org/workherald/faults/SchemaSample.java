package org.workherald.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Documents of a schema of the API's description, with lengths at and just above its bounds. */
final class SchemaSample {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int DEEPEST = 8;

  private final JsonNode schemas;
  private final Noise noise;

  SchemaSample(JsonNode api, Noise noise) {
    this.schemas = api.path("components").path("schemas");
    this.noise = noise;
  }

  JsonNode of(JsonNode schema) {
    return of(schema, 0);
  }

  private JsonNode of(JsonNode schema, int depth) {
    if (depth > DEEPEST) {
      return JSON.nullNode();
    }
    for (String choice : new String[] {"anyOf", "oneOf", "allOf"}) {
      if (schema.has(choice)) {
        return of(schema.get(choice).get(noise.below(schema.get(choice).size())), depth + 1);
      }
    }
    if (schema.has("$ref")) {
      String name = schema.get("$ref").asText();
      return of(schemas.path(name.substring(name.lastIndexOf('/') + 1)), depth + 1);
    }
    if (schema.has("enum")) {
      return schema.get("enum").get(noise.below(schema.get("enum").size()));
    }
    return switch (type(schema)) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, depth);
      case "integer" -> JSON.numberNode(number(schema));
      case "number" -> JSON.numberNode(noise.below(1_000) / 7.0);
      case "boolean" -> JSON.booleanNode(noise.oneIn(2));
      default -> text(schema);
    };
  }

  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    return type.isArray() ? type.get(0).asText() : type.asText();
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = JSON.objectNode();
    for (var property : schema.path("properties").properties()) {
      boolean read = property.getValue().path("readOnly").asBoolean();
      if (!read && !noise.oneIn(6)) {
        object.set(property.getKey(), of(property.getValue(), depth + 1));
      }
    }
    if (schema.path("additionalProperties").isObject()) {
      object.set("a name", of(schema.get("additionalProperties"), depth + 1));
    }
    return object;
  }

  private ArrayNode array(JsonNode schema, int depth) {
    ArrayNode array = JSON.arrayNode();
    int most = Math.min(schema.path("maxItems").asInt(3), 120);
    int count = noise.oneIn(10) ? most + noise.below(2) : noise.below(3);
    for (int i = 0; i < count; i++) {
      array.add(of(schema.path("items"), depth + 1));
    }
    return array;
  }

  private long number(JsonNode schema) {
    long least = schema.path("minimum").asLong(0);
    long most = schema.path("maximum").asLong(100_000);
    return switch (noise.below(5)) {
      case 0 -> least;
      case 1 -> most;
      case 2 -> least - 1;
      case 3 -> most + 1;
      default -> (least + most) / 2;
    };
  }

  private JsonNode text(JsonNode schema) {
    if (schema.has("maxLength") && noise.oneIn(4)) {
      return JSON.textNode(noise.letters(schema.get("maxLength").asInt() + noise.below(2)));
    }
    JsonNode examples = schema.path("examples");
    if (!examples.isEmpty() && !noise.oneIn(4)) {
      return examples.get(0);
    }
    return JSON.textNode(noise.oneIn(2) ? "2026-12-31T00:00:00Z" : noise.text());
  }
}
