package org.workherald.bench.service;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * How a service's process is doing.
 *
 * @param heap megabytes alive after a collection
 * @param rss megabytes resident
 * @param gc seconds spent in collections so far
 * @param queued deliveries not finished, as its metrics say
 */
record Vitals(double heap, double rss, double gc, double queued) {

  /** Collects garbage first. */
  static Vitals of(Service service) throws Exception {
    new ProcessBuilder("jcmd", Long.toString(service.pid()), "GC.run")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    String metrics = service.get("/q/metrics");
    String status = Files.readString(Path.of("/proc/" + service.pid() + "/status"));
    return new Vitals(
        sum(metrics, "jvm_memory_used_bytes\\{area=\"heap\".*?\\} (\\S+)") / 1e6,
        sum(status, "VmRSS:\\s+(\\d+) kB") / 1e3,
        sum(metrics, "jvm_gc_pause_seconds_sum\\{.*?\\} (\\S+)"),
        sum(metrics, "workherald_outbox_queued ([0-9.E+]+)"));
  }

  private static double sum(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .mapToDouble(found -> Double.parseDouble(found.group(1)))
        .sum();
  }
}
