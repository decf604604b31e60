package org.workherald.faults;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.workherald.faults.ApiOperation.Body;

/** Bodies at random: a good one with something changed, or something else altogether. */
final class BodyNoise {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Nothing that the service connects to may leave this machine, or find somebody listening. */
  private static final List<String> HOSTS =
      List.of("localhost", "127.0.0.1", "STARTTLS:localhost", "x.invalid", "[::1]", "");

  private static final List<Integer> PORTS = List.of(1, 65_535, 0, -1, 65_536);

  private final Noise noise;
  private final SchemaSample samples;

  BodyNoise(Noise noise, SchemaSample samples) {
    this.noise = noise;
    this.samples = samples;
  }

  byte[] of(Body body) {
    if (!body.type().contains("json")) {
      byte[] file = body.examples().isEmpty() ? noise.bytes(200) : text(body).getBytes(UTF_8);
      return switch (noise.below(4)) {
        case 0 -> file;
        case 1 -> noise.bytes(noise.below(3_000));
        case 2 -> new byte[0];
        default -> damaged(file);
      };
    }
    JsonNode good =
        body.examples().isEmpty() || noise.oneIn(3)
            ? samples.of(body.schema())
            : noise.of(body.examples()).deepCopy();
    return json(good);
  }

  private byte[] json(JsonNode good) {
    int changes = noise.below(4);
    for (int i = 0; i < changes; i++) {
      change(good);
    }
    tame(good);
    String text = good.toString();
    return switch (noise.below(24)) {
      case 0 -> new byte[0];
      case 1 -> noise.json().getBytes(UTF_8);
      case 2 -> damaged(text.getBytes(UTF_8));
      case 3 -> join(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf}, text.getBytes(UTF_8));
      case 4 -> text.getBytes(noise.of(charsets()));
      case 5 -> (text + noise.of(List.of(" ", "{}", "x", "\0", "]", text))).getBytes(UTF_8);
      case 6 -> text.substring(0, noise.below(text.length() + 1)).getBytes(UTF_8);
      case 7 -> opened(text, noise.letters(9)).getBytes(UTF_8);
      case 8 -> twice(good).getBytes(UTF_8);
      default -> text.getBytes(UTF_8);
    };
  }

  /** Rare, for it costs both sides: documents that are large in one way or other. */
  byte[] large() {
    int times = 100_000;
    String text =
        switch (noise.below(7)) {
          case 0 -> noise.nested(times);
          case 1 -> "[" + "{},".repeat(times) + "{}]";
          case 2 -> "{\"workItem\":{\"fields\":{" + members(50_000) + "}}}";
          case 3 -> "{\"recipients\":[" + "{\"email\":\"a@x.invalid\"},".repeat(30_000) + "{}]}";
          case 4 -> "{\"" + "n".repeat(times) + "\":1}";
          case 5 -> "{\"event\":\"" + "x".repeat(900_000) + "\"}";
          default -> " ".repeat((1 << 20) + 1);
        };
    return text.getBytes(UTF_8);
  }

  private void change(JsonNode root) {
    List<JsonNode> containers = new ArrayList<>();
    collect(root, containers);
    if (containers.isEmpty()) {
      return;
    }
    JsonNode chosen = noise.of(containers);
    if (chosen instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      switch (noise.below(5)) {
        case 0 -> object.putRawValue(noise.text(), new RawValue(noise.json()));
        case 1 -> names.stream().findAny().ifPresent(name -> object.remove(noise.of(names)));
        default -> {
          if (!names.isEmpty()) {
            object.putRawValue(noise.of(names), new RawValue(noise.json()));
          }
        }
      }
    } else if (chosen instanceof ArrayNode array) {
      switch (noise.below(4)) {
        case 0 -> array.removeAll();
        case 1 -> array.addRawValue(new RawValue(noise.json()));
        case 2 -> array.insertNull(0);
        default -> {
          JsonNode first = array.isEmpty() ? JSON.nullNode() : array.get(0);
          int times = noise.oneIn(5) ? 101 : noise.below(4);
          for (int i = 0; i < times; i++) {
            array.add(first.deepCopy());
          }
        }
      }
    }
  }

  /** Whom the service would connect to stays within {@link #HOSTS}. */
  private void tame(JsonNode node) {
    if (node instanceof ObjectNode object) {
      if (object.has("host")) {
        object.put("host", noise.of(HOSTS));
      }
      if (object.has("host") || object.has("port")) {
        object.put("port", noise.of(PORTS));
      }
    }
    node.forEach(this::tame);
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }

  private String twice(JsonNode good) {
    if (good instanceof ObjectNode object && !object.isEmpty()) {
      String name = object.fieldNames().next();
      return opened(good.toString(), name);
    }
    return good.toString() + good;
  }

  /** With one more member, at the beginning. */
  private String opened(String json, String name) {
    return json.startsWith("{")
        ? "{\"" + name + "\":" + noise.json() + "," + json.substring(1)
        : json;
  }

  private byte[] damaged(byte[] bytes) {
    byte[] copy = Arrays.copyOf(bytes, bytes.length + 1);
    for (int i = 0; i <= noise.below(4); i++) {
      copy[noise.below(copy.length)] = (byte) noise.below(256);
    }
    return copy;
  }

  private static String members(int count) {
    StringBuilder members = new StringBuilder();
    for (int i = 0; i < count; i++) {
      members.append(i == 0 ? "" : ",").append("\"f").append(i).append("\":\"v\"");
    }
    return members.toString();
  }

  private static String text(Body body) {
    return body.examples().get(0).asText();
  }

  private static List<Charset> charsets() {
    return List.of(UTF_16LE, UTF_16BE, Charset.forName("UTF-32"), Charset.forName("UTF-32LE"));
  }

  private static byte[] join(byte[] one, byte[] other) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(one);
    joined.writeBytes(other);
    return joined.toByteArray();
  }
}
