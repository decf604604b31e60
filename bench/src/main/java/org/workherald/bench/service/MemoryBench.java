package org.workherald.bench.service;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.workherald.bench.Options;
import org.workherald.bench.Report;
import org.workherald.bench.SinkProcess;
import org.workherald.bench.http.Load;
import org.workherald.bench.http.Requests;

/**
 * A long queue must not show in the heap: a small heap, a million notifications waiting, and the
 * same questions before and after.
 */
public final class MemoryBench {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Report report;
  private final Options options;
  private final Path app;

  public MemoryBench(Report report, Options options, Path app) {
    this.report = report;
    this.options = options;
    this.app = app;
  }

  public void run() throws Exception {
    int queued = options.get("queued", 1_000_000);
    int sample = options.get("sample", 10_000);
    int heap = options.get("heap-mb", 256);
    report.title("Memory, -Xmx%dm".formatted(heap));
    report.head("waiting", "live heap MB", "RSS MB", "GC s so far", "posts/s", "p99 ms", "mails/s");
    try (SinkProcess sink = SinkProcess.start(0, false);
        Service service = Service.start(app, "-Xmx" + heap + "m")) {
      Load load = new Load(service.port(), 32, LIMIT);
      load.run(sample, Requests.single(service.key()), 202);
      observe(service, sink, load, sample, "none");
      long start = System.nanoTime();
      ServiceDelivery.fill(service, queued);
      double seconds = (System.nanoTime() - start) / 1e9;
      observe(service, sink, load, sample, "%,d".formatted(queued));
      report.text(
          "\nQueueing them took %.0f s: %s a second."
              .formatted(seconds, Report.number(queued / seconds)));
    }
  }

  private void observe(Service service, SinkProcess sink, Load load, int sample, String waiting)
      throws Exception {
    Report.progress("asking with %s waiting", waiting);
    Load.Result posts = load.run(sample, Requests.single(service.key()), 202);
    new ProcessBuilder("jcmd", Long.toString(service.pid()), "GC.run").start().waitFor();
    String metrics = service.get("/q/metrics");
    double heap = sum(metrics, "jvm_memory_used_bytes\\{area=\"heap\".*?\\} (\\S+)");
    double pauses = sum(metrics, "jvm_gc_pause_seconds_sum\\{.*?\\} (\\S+)");
    String status = Files.readString(Path.of("/proc/" + service.pid() + "/status"));
    double rss = sum(status, "VmRSS:\\s+(\\d+) kB");
    report.row(
        waiting,
        Report.number(heap / 1e6),
        Report.number(rss / 1e3),
        Report.number(pauses),
        Report.number(posts.rate()),
        Report.number(posts.millis(99)),
        Report.number(deliver(service, sink, 2 * sample)));
  }

  /** Opens the way out until so many mails have left, and closes it again. */
  private static double deliver(Service service, SinkProcess sink, int mails) throws Exception {
    sink.reset();
    service.useSink(sink, 3);
    SinkProcess.Stats stats = ServiceDelivery.awaitMails(sink, mails);
    service.forgetMailServer();
    return stats.rate();
  }

  private static double sum(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .mapToDouble(found -> Double.parseDouble(found.group(1)))
        .sum();
  }
}
