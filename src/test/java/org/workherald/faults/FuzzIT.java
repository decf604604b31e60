package org.workherald.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workherald.PackagedService;
import org.workherald.Samples;

/** {@link FuzzTest} at length, against the packaged jar, and what that leaves behind in it. */
@Tag("faults")
class FuzzIT {

  private static final int SHOTS = Integer.getInteger("faults.shots", 100_000);

  @TempDir Path folder;

  @Test
  void nothingBreaksIt() throws Exception {
    long seed = Long.getLong("fuzz.seed", System.nanoTime());
    try (PackagedService service = new PackagedService(folder).start()) {
      JsonNode api =
          new ObjectMapper()
              .readTree(
                  service.request().queryParam("format", "json").get("/q/openapi").asString());
      Fuzz fuzz = new Fuzz(api, keys(service), service.port(), seed);
      fuzz.fire(0, SHOTS / 10);
      long threads = threads(service);
      fuzz.fire(SHOTS / 10, SHOTS);
      service.request().get("/q/health/ready").then().statusCode(200);
      service
          .request()
          .body(Samples.notification("after", "kim@example.com"))
          .post("/notifications")
          .then()
          .statusCode(202);
      long after = threads(service);
      List<String> faults = service.errors();
      System.out.printf(
          "RESULT fuzz seed %d, requests %d, answers %s, complaints %d, errors logged %d, threads %d -> %d%n",
          seed, SHOTS, fuzz.statuses(), fuzz.complaints().size(), faults.size(), threads, after);
      assertThat(fuzz.complaints()).as("fuzz.seed=" + seed).isEmpty();
      assertThat(faults).isEmpty();
      assertThat(after).isLessThan(threads + 30);
    }
  }

  private static Map<String, String> keys(PackagedService service) {
    Map<String, String> keys = new TreeMap<>();
    for (String role : RequestNoise.ROLES) {
      keys.put(
          role,
          role.equals("admin")
              ? PackagedService.ADMIN_KEY
              : service
                  .request()
                  .body(Map.of("name", "fuzz", "roles", List.of(role)))
                  .post("/keys")
                  .path("key"));
    }
    return keys;
  }

  private static long threads(PackagedService service) {
    return service
        .request()
        .accept("text/plain")
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith("jvm_threads_live_threads"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }
}
