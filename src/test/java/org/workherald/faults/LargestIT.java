package org.workherald.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workherald.PackagedService;
import org.workherald.smtp.ScriptedSmtpServer;
import org.workherald.smtp.TestCa;

/** The largest that may be sent, many at once, at a service with a heap of 256 MB. */
@Tag("faults")
class LargestIT {

  private static final int CALLERS = 8;
  private static final int BATCHES = Integer.getInteger("faults.batches", 40);

  @TempDir Path folder;

  /** What is taken is listed, and mailed, be it as large as is allowed. */
  @Test
  void whatIsTakenCanBeListedAndMailed() throws Exception {
    TestCa ca = TestCa.create("Largest Root");
    try (ScriptedSmtpServer mail = ScriptedSmtpServer.starttls(ca.leaf("localhost"));
        PackagedService service = new PackagedService(folder).start()) {
      String largest = notification("\u6771".repeat(4_000));
      String batch = batch(5, i -> largest);
      for (int i = 0; i < BATCHES; i++) {
        service.request().body(bytes(batch)).post("/notifications/batch").then().statusCode(202);
      }
      Map<Integer, Integer> statuses =
          atOnce(
              BATCHES,
              i -> service.request().queryParam("limit", 200).get("/notifications").statusCode());
      assertThat(
              service
                  .request()
                  .queryParam("limit", 200)
                  .get("/notifications")
                  .then()
                  .statusCode(200)
                  .extract()
                  .<List<?>>path("notifications"))
          .hasSizeLessThan(40);
      int listed = list(service);
      service
          .request()
          .contentType("application/x-pem-file")
          .body(bytes(ca.pem()))
          .post("/trust/certificates")
          .then()
          .statusCode(200);
      service
          .request()
          .body(Map.of("host", "localhost", "port", mail.port(), "from", "workflow@example.com"))
          .put("/smtp")
          .then()
          .statusCode(200);
      await().atMost(Duration.ofMinutes(5)).until(() -> mail.mails().size() >= BATCHES * 5);
      System.out.printf(
          "RESULT largest notifications %d (%d KiB each): pages of 200 at once %s, all listed page by page %d, mailed %d%n",
          BATCHES * 5, bytes(largest).length >> 10, statuses, listed, mail.mails().size());
      assertThat(statuses.keySet()).containsExactly(200);
      assertThat(listed).isEqualTo(BATCHES * 5);
      assertSound(service);
    }
  }

  /** Documents that take many times their size in memory. */
  @Test
  void manyFullBatchesAtOnceFindRoomOrAreRefused() throws Exception {
    try (PackagedService service = new PackagedService(folder).start()) {
      List<String> batches =
          List.of(
              batch(1_000, i -> "{\"b\":" + objects(1_300) + "}"),
              batch(1_000, i -> "{\"x\":\"" + "y".repeat(15_000) + "\"}"),
              "{\"notifications\":[" + "{},".repeat(700_000) + "{}]}",
              "{\"notifications\":" + "[".repeat(15) + "1,".repeat(5_000_000) + "1");
      Map<Integer, Integer> statuses =
          atOnce(
              BATCHES,
              i ->
                  service
                      .request()
                      .body(bytes(batches.get(i % batches.size())))
                      .post("/notifications/batch")
                      .statusCode());
      System.out.printf(
          "RESULT full batches %d, %d at once: answers %s%n", BATCHES, CALLERS, statuses);
      assertThat(statuses.keySet()).isSubsetOf(202, 400, 503);
      assertSound(service);
    }
  }

  private static Map<Integer, Integer> atOnce(int times, IntFunction<Integer> call)
      throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      List<Future<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        int number = i;
        calls.add(callers.submit(() -> call.apply(number)));
      }
      Map<Integer, Integer> statuses = new TreeMap<>();
      for (Future<Integer> each : calls) {
        statuses.merge(each.get(), 1, Integer::sum);
      }
      return statuses;
    } finally {
      callers.shutdownNow();
    }
  }

  private static int list(PackagedService service) {
    int listed = 0;
    String cursor = null;
    do {
      Response page =
          cursor == null
              ? service.request().queryParam("limit", 200).get("/notifications")
              : service
                  .request()
                  .queryParam("limit", 200)
                  .queryParam("cursor", cursor)
                  .get("/notifications");
      listed += page.<List<?>>path("notifications").size();
      cursor = page.path("next");
    } while (cursor != null);
    return listed;
  }

  private static void assertSound(PackagedService service) {
    service.request().get("/q/health/ready").then().statusCode(200);
    assertThat(service.errors()).isEmpty();
  }

  static String notification(String text) {
    String fields =
        IntStream.range(0, 50)
            .mapToObj(i -> "\"field %d\":\"%s\"".formatted(i, text))
            .collect(Collectors.joining(","));
    return """
        { "event": "step.assigned", "recipients": [ { "email": "kim@example.com", "name": "%1$s" } ],
          "workItem": { "id": "%2$s", "subject": "%3$s", "instructions": "%4$s", "exception": "%4$s", "comment": "%4$s",
            "workflow": "%5$s", "step": "%5$s", "fields": { %6$s } } }"""
        .formatted(
            text.substring(0, 200),
            text.substring(0, 255),
            text.substring(0, 2_000),
            text.repeat(4),
            text.substring(0, 500),
            fields);
  }

  static String batch(int count, IntFunction<String> notification) {
    return IntStream.range(0, count)
        .mapToObj(notification)
        .collect(Collectors.joining(",", "{\"notifications\":[", "]}"));
  }

  private static String objects(int count) {
    return "[" + "{},".repeat(count / 2) + "{}]";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
