package org.workherald.bench.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;

/** Notifications as a workflow engine would post them, each of another work item. */
public final class Requests {
  private static final String NUMBER = "0000000000";
  private static final String NOTIFICATION =
      """
      {"event":"step.assigned","workItem":{"id":"W0000000000","subject":"Approve invoice 0000000000",\
      "workflow":"Invoice approval","step":"Approve","instructions":"Check the amount against the order.",\
      "queue":"Inbox","originator":"Alex Stone","assignee":"Kim Lee","priority":"high",\
      "url":"https://navigator.example.com/?item=0000000000","startedAt":"2026-11-20T09:00:00Z",\
      "dueAt":"2027-11-27T16:00:00Z","fields":{"Amount":"1,200.00 EUR"}},\
      "recipients":[{"email":"kim@example.com","name":"Kim Lee","locale":"de","timeZone":"Europe/Berlin"}]}""";

  private Requests() {}

  public static IntFunction<ByteBuffer> get(String path) {
    byte[] bytes =
        "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n"
            .formatted(path)
            .getBytes(StandardCharsets.US_ASCII);
    return number -> ByteBuffer.wrap(bytes);
  }

  public static IntFunction<ByteBuffer> single(String key) {
    return numbered(post("/notifications", key, NOTIFICATION), 1);
  }

  /** Batches of {@code size} notifications each. */
  public static IntFunction<ByteBuffer> batch(String key, int size) {
    String all = String.join(",", Collections.nCopies(size, NOTIFICATION));
    return numbered(post("/notifications/batch", key, "{\"notifications\":[" + all + "]}"), size);
  }

  private static String post(String path, String key, String body) {
    return """
        POST %s HTTP/1.1\r
        Host: localhost\r
        Authorization: Bearer %s\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        %s"""
        .formatted(path, key, body.length(), body);
  }

  /** Writes running numbers into the places left for them, the same in all of one notification. */
  private static IntFunction<ByteBuffer> numbered(String text, int size) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    List<Integer> places = new ArrayList<>();
    for (int at = text.indexOf(NUMBER); at >= 0; at = text.indexOf(NUMBER, at + 1)) {
      places.add(at);
    }
    int each = places.size() / size;
    return request -> {
      for (int i = 0; i < places.size(); i++) {
        int number = request * size + i / each;
        for (int digit = NUMBER.length() - 1; digit >= 0; digit--) {
          bytes[places.get(i) + digit] = (byte) ('0' + number % 10);
          number /= 10;
        }
      }
      return ByteBuffer.wrap(bytes);
    };
  }
}
