package org.workherald.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.workherald.faults.ApiOperation.Body;
import org.workherald.faults.ApiOperation.Parameter;
import org.workherald.faults.Shot.By;
import org.workherald.faults.Shot.Form;

/** Requests at random, of the operations that an API's description knows. */
final class RequestNoise {

  static final List<String> ROLES = List.of("notifier", "operator", "user", "admin");

  private static final List<String> TYPES =
      List.of(
          "",
          "nonsense",
          "text/plain",
          "application/xml",
          "application/json; charset=utf-16",
          "application/json; charset=nonesuch",
          "application/json;charset=\"",
          "application/*",
          "*/*",
          "multipart/form-data; boundary=x",
          "multipart/form-data",
          "application/x-www-form-urlencoded",
          "application/json\r\nContent-Type: text/xml",
          "application/merge-patch+json",
          "application/",
          "/",
          ";",
          "application/json;",
          "application/x-pem-file");

  private static final List<String> ACCEPTS =
      List.of(
          "*/*",
          "",
          "nonsense",
          "text/html",
          "application/json;q=x",
          "application/json;q=-1",
          ";;,,",
          "a/b/c",
          "application/xml",
          "application/x-pem-file",
          "application/pkix-cert",
          "application/x-pkcs12",
          "application/problem+json",
          "*/*;q=0",
          "application/*, text/*");

  private static final List<String> SEGMENTS =
      List.of(
          "%00",
          "%2e%2e",
          "..",
          "%2f",
          "%0d%0aX:%20y",
          "%ff%fe",
          "%c0%ae",
          "%ed%a0%80",
          "%",
          "%zz",
          "%u0041",
          "",
          "a;b=c",
          "a?b",
          "a#b",
          "a b",
          "a\\b",
          "[x]",
          "a|b",
          "\u00e4",
          "%F0%9F%98%80",
          "00000000-0000-0000-0000-000000000000",
          "1-1-1-1-1",
          "x",
          "*",
          "{id}",
          "ffffffff-ffff-ffff-ffff-ffffffffffff",
          "deployment");

  private static final List<String> ODD_HEADERS =
      List.of(
          "Content-Encoding: gzip",
          "Content-Encoding: nonsense",
          "Expect: 100-continue",
          "Expect: nonsense",
          "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__",
          "Upgrade: websocket\r\nConnection: Upgrade",
          "X-Forwarded-For: 1.2.3.4, x",
          "Forwarded: for=\"[::1\"",
          "X-HTTP-Method-Override: DELETE",
          "Origin: http://x.invalid",
          "Cookie: a=b; ; =; \u0001",
          "Range: bytes=0-,-1",
          "If-None-Match: *",
          "TE: trailers, x;q=2",
          "Connection: keep-alive, close, x",
          "Date: yesterday",
          "Accept-Language: \u00ff*;q=9",
          "Accept-Charset: utf-16",
          "Accept-Encoding: gzip, deflate, br;q=0",
          "X: " + "x".repeat(9_000),
          "Authorization: Basic YTpi",
          "traceparent: 00-zz-zz-zz",
          "Max-Forwards: -1",
          "Content-Language: x\u0000y",
          "X-Request-ID: \u00e9\u00ff");

  private static final List<String> IF_MATCH =
      List.of(
          "*",
          "\"1\"",
          "W/\"1\"",
          "\"1\", \"2\", *",
          "1",
          "\"",
          "\"-1\"",
          "\"99999999999999999999\"",
          ",,,",
          "");

  private final Noise noise;
  private final Random random;
  private final BodyNoise bodies;
  private final List<ApiOperation> operations;
  private final Map<String, String> keys;

  /**
   * @param keys an API key for each of {@link #ROLES}
   */
  RequestNoise(JsonNode api, Map<String, String> keys, long seed) {
    this.random = new Random(seed);
    this.noise = new Noise(random);
    this.bodies = new BodyNoise(noise, new SchemaSample(api, noise));
    this.operations = ApiOperation.all(api);
    this.keys = keys;
  }

  /** The next of an operation; all of them take their turns. */
  Shot next(int turn) {
    ApiOperation operation = operations.get(turn % operations.size());
    By by = noise.oneIn(8) ? By.NOBODY : noise.oneIn(8) ? By.WRONG : By.RIGHT;
    if (by == By.WRONG && operation.roles().contains("admin") && operation.roles().size() >= 4) {
      by = By.NOBODY;
    }
    boolean astray = noise.oneIn(15);
    String method =
        astray && noise.oneIn(2)
            ? noise.of(List.of("TRACE", "PATCH", "HEAD", "OPTIONS", "FOO", "get", "CONNECT"))
            : operation.method();
    String path = path(operation, astray);
    byte[] body = body(operation);
    String head = head(operation, by, body);
    Form form = astray ? Form.ASTRAY : Form.ADDRESSED;
    return switch (noise.below(40)) {
      case 0 -> new Shot(operation, by, broken(method, path, head, body), Form.BROKEN);
      case 1 -> cut(operation, by, plain(method, path, head, body));
      case 2, 3, 4 -> new Shot(operation, by, chunked(method, path, head, body), form);
      default -> new Shot(operation, by, plain(method, path, head, body), form);
    };
  }

  private byte[] body(ApiOperation operation) {
    if (operation.bodies().isEmpty()) {
      return noise.oneIn(10) ? noise.json().getBytes(UTF_8) : null;
    }
    return noise.oneIn(150) ? bodies.large() : bodies.of(noise.of(operation.bodies()));
  }

  private String path(ApiOperation operation, boolean astray) {
    String path = operation.path();
    while (path.contains("{")) {
      path =
          path.substring(0, path.indexOf('{'))
              + segment(astray)
              + path.substring(path.indexOf('}') + 1);
    }
    if (astray) {
      path =
          noise.of(
              List.of(
                  path + "/x",
                  "/" + path,
                  path + "/",
                  path + ";a=b",
                  path + "/../keys",
                  "//x.invalid" + path,
                  path.toUpperCase(),
                  "*",
                  path + "%2f",
                  path + "/" + noise.of(SEGMENTS)));
    }
    StringBuilder query = new StringBuilder();
    for (Parameter parameter : operation.parameters()) {
      if (parameter.in().equals("query") && noise.oneIn(2)) {
        for (int i = noise.oneIn(8) ? 3 : 1; i > 0; i--) {
          query
              .append(query.isEmpty() ? "?" : "&")
              .append(parameter.name())
              .append(value(parameter));
        }
      }
    }
    if (noise.oneIn(20)) {
      query
          .append(query.isEmpty() ? "?" : "&")
          .append(noise.of(List.of("x=y", "%00=%00", "&&&", "=", "a".repeat(3_000), "%ff=%ff")));
    }
    return path + query;
  }

  /** Of what is no valid path, no operation can be asked for. */
  private String segment(boolean astray) {
    if (astray) {
      return noise.of(SEGMENTS);
    }
    return switch (noise.below(4)) {
      case 0 -> "fuzz-" + noise.below(20);
      case 1 -> encoded("a" + noise.letters(1 + noise.below(300)));
      case 2 ->
          noise.of(
              List.of(
                  "00000000-0000-0000-0000-000000000000",
                  "1-1-1-1-1",
                  "x",
                  "%ff%fe",
                  "%0d%0aX:%20y",
                  "%F0%9F%98%80",
                  "a%2fb"));
      default -> encoded("x" + noise.text().replace("\0", ""));
    };
  }

  private String value(Parameter parameter) {
    if (noise.oneIn(10)) {
      return noise.of(List.of("", "=", "=%00", "=%ff", "=%e4", "=+", "=%2B1"));
    }
    boolean good = !parameter.samples().isEmpty() && noise.oneIn(2);
    return "=" + encoded(good ? noise.of(parameter.samples()) : noise.text());
  }

  private String head(ApiOperation operation, By by, byte[] body) {
    StringBuilder head = new StringBuilder("Host: localhost\r\n");
    authorize(head, operation, by);
    if (body != null && !noise.oneIn(30)) {
      List<String> known = operation.bodies().stream().map(Body::type).toList();
      String type = known.isEmpty() || noise.oneIn(12) ? noise.of(TYPES) : noise.of(known);
      head.append("Content-Type: ").append(type).append("\r\n");
    }
    for (Parameter parameter : operation.parameters()) {
      if (parameter.in().equals("header") && noise.oneIn(2)) {
        header(head, parameter.name());
      }
    }
    if (noise.oneIn(10)) {
      head.append("Accept: ").append(noise.of(ACCEPTS)).append("\r\n");
    }
    if (noise.oneIn(8)) {
      head.append(noise.of(ODD_HEADERS)).append("\r\n");
    }
    if (noise.oneIn(100)) {
      head.append("X-Many: x\r\n".repeat(500));
    }
    return head.toString();
  }

  private void authorize(StringBuilder head, ApiOperation operation, By by) {
    List<String> may = operation.roles();
    String role =
        switch (by) {
          case RIGHT -> may.isEmpty() || noise.oneIn(2) ? "admin" : noise.of(may);
          case WRONG ->
              noise.of(
                  ROLES.stream()
                      .filter(each -> !each.equals("admin") && !may.contains(each))
                      .toList());
          case NOBODY -> null;
        };
    if (role != null) {
      head.append("Authorization: Bearer ").append(keys.get(role)).append("\r\n");
    } else if (noise.oneIn(2)) {
      String odd =
          noise.of(
              List.of(
                  "Bearer",
                  "Bearer ",
                  "Bearer x",
                  "Basic YTpi",
                  "Bearer \u00ff",
                  "Bearer " + "a".repeat(5_000),
                  "bearer\t" + keys.get("admin") + "x",
                  "Negotiate",
                  "",
                  "Bearer " + keys.get("user").substring(0, 12)));
      head.append("Authorization: ").append(odd).append("\r\n");
    }
  }

  private void header(StringBuilder head, String name) {
    String value =
        name.equals("If-Match")
            ? noise.of(IF_MATCH)
            : noise.oneIn(4) ? "x".repeat(1 + noise.below(400)) : noise.text();
    for (int i = noise.oneIn(10) ? 2 : 1; i > 0; i--) {
      head.append(name)
          .append(": ")
          .append(value.replaceAll("[\0\r\n]", "").strip())
          .append("\r\n");
    }
  }

  private byte[] plain(String method, String path, String head, byte[] body) {
    String length = body == null ? "" : "Content-Length: " + body.length + "\r\n";
    return join(method + " " + path + " HTTP/1.1\r\n" + head + length + "\r\n", body);
  }

  private byte[] chunked(String method, String path, String head, byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        latin(method + " " + path + " HTTP/1.1\r\n" + head + "Transfer-Encoding: chunked\r\n\r\n"));
    int at = 0;
    int length = body == null ? 0 : body.length;
    while (at < length) {
      int size =
          Math.min(
              length - at, 1 + noise.below(noise.oneIn(2) ? 10_000 : Math.max(200, length / 4)));
      bytes.writeBytes(latin(Integer.toHexString(size) + (noise.oneIn(9) ? ";x=y" : "") + "\r\n"));
      bytes.write(body, at, size);
      bytes.writeBytes(latin("\r\n"));
      at += size;
    }
    bytes.writeBytes(
        latin(noise.oneIn(2) ? "0\r\n\r\n" : "0\r\nX-Trailer: x\r\nContent-Length: 3\r\n\r\n"));
    return bytes.toByteArray();
  }

  private byte[] broken(String method, String path, String head, byte[] body) {
    String good = method + " " + path + " HTTP/1.1\r\n" + head;
    int length = body == null ? 0 : body.length;
    String request =
        switch (noise.below(14)) {
          case 0 -> good + "Transfer-Encoding: chunked\r\nContent-Length: " + length + "\r\n\r\n";
          case 1 -> good + "Content-Length: 1\r\nContent-Length: " + (length + 2) + "\r\n\r\n";
          case 2 ->
              good
                  + "Content-Length: "
                  + noise.of(List.of("-1", "x", "+5", "0x5", "99999999999999999999", "1,2", ""))
                  + "\r\n\r\n";
          case 3 ->
              good
                  + "Transfer-Encoding: "
                  + noise.of(
                      List.of(
                          "gzip",
                          "chunked, identity",
                          "xchunked",
                          "\u000bchunked",
                          "chunked\r\nTransfer-Encoding: x"))
                  + "\r\n\r\n";
          case 4 ->
              good
                  + "Transfer-Encoding: chunked\r\n\r\n"
                  + noise.of(
                      List.of("zz\r\n", "-1\r\n", "fffffffffffffffff\r\n", "5\r\nab", "\r\n"));
          case 5 ->
              good.replace(
                      "HTTP/1.1",
                      noise.of(
                          List.of(
                              "HTTP/9.9",
                              "HTTP/0.9",
                              "HTTP/1.0",
                              "HTTP/1.1 x",
                              "http/1.1",
                              "HTTP/",
                              "XTTP/1.1")))
                  + "\r\n";
          case 6 ->
              noise.of(
                      List.of(
                          "GARBAGE",
                          "GET",
                          "GET ",
                          " ",
                          "\0\0\0\0",
                          "\u0016\u0003\u0001\u0002\u0000\u0001\u0000",
                          "PRI * HTTP/2.0\r\n\r\nSM"))
                  + "\r\n\r\n";
          case 7 -> good + "Bad Header\r\n\r\n";
          case 8 -> good + "B\0ad: x\r\n\r\n";
          case 9 -> good + " folded: x\r\n\r\n";
          case 10 -> good + "X: " + "x".repeat(40_000) + "\r\n\r\n";
          case 11 ->
              good.replace(
                      "Host: localhost\r\n",
                      noise.of(
                          List.of(
                              "",
                              "Host: a b\r\n",
                              "Host: a:99999999\r\n",
                              "Host: \r\n",
                              "Host: a\r\nHost: b\r\n")))
                  + "\r\n";
          case 12 -> method + " /" + "a".repeat(5_000) + " HTTP/1.1\r\n" + head + "\r\n";
          default -> good.replace("\r\n", "\n") + "\n";
        };
    return join(request, body);
  }

  private Shot cut(ApiOperation operation, By by, byte[] whole) {
    byte[] part = new byte[random.nextInt(whole.length)];
    System.arraycopy(whole, 0, part, 0, part.length);
    return new Shot(operation, by, part, Form.CUT);
  }

  private static byte[] join(String head, byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(latin(head));
    if (body != null) {
      bytes.writeBytes(body);
    }
    return bytes.toByteArray();
  }

  private static byte[] latin(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
