package org.workherald.bench.service;

import java.nio.file.Path;
import java.time.Duration;
import org.workherald.bench.Options;
import org.workherald.bench.Report;
import org.workherald.bench.SinkProcess;
import org.workherald.bench.http.Load;
import org.workherald.bench.http.Requests;

/**
 * Callers post as fast as they are answered, which is many times what the mail server takes: the
 * queue grows, and nothing else may. Then the same with a queue that may not grow beyond a limit.
 */
public final class OverloadBench {
  private final Report report;
  private final Options options;
  private final Path app;

  public OverloadBench(Report report, Options options, Path app) {
    this.report = report;
    this.options = options;
    this.app = app;
  }

  public void run() throws Exception {
    int heap = options.get("heap-mb", 256);
    int seconds = options.get("window-seconds", 60);
    int limit = options.get("limit", 50_000);
    report.title("Overload, -Xmx%dm".formatted(heap));
    report.text(
        "Each row is %d s of 32 callers that do not rest; 20 ms added to each of the mail server's replies.\n"
            .formatted(seconds));
    report.head(
        "window",
        "stored/s",
        "p50 ms",
        "p99 ms",
        "503",
        "mails/s",
        "queued",
        "live heap MB",
        "RSS MB",
        "GC s");
    overload("", options.get("windows", 10), "-Xmx" + heap + "m");
    overload(
        "limit %,d: ".formatted(limit),
        options.get("limit-windows", 3),
        "-Xmx" + heap + "m",
        "-Dworkherald.outbox.max-queued=" + limit);
  }

  private void overload(String prefix, int windows, String... javaOptions) throws Exception {
    Duration window = Duration.ofSeconds(options.get("window-seconds", 60));
    try (SinkProcess sink = SinkProcess.start(options.get("delay", 20), false);
        Service service = Service.start(app, javaOptions)) {
      new Load(service.port(), 32, Duration.ofMinutes(1))
          .run(options.get("warmup", 20_000), Requests.single(service.key()), 202);
      service.useSink(sink, 3);
      for (int i = 1; i <= windows; i++) {
        long before = sink.stats().mails();
        Load.Result posts =
            new Load(service.port(), 32, window)
                .run(2_000_000, Requests.single(service.key()), 202);
        double mails = (sink.stats().mails() - before) * 1e9 / posts.nanos();
        Vitals vitals = Vitals.of(service);
        report.row(
            prefix + i,
            Report.number((posts.done() - posts.bad()) * 1e9 / posts.nanos()),
            Report.number(posts.millis(50)),
            Report.number(posts.millis(99)),
            "%,d".formatted(posts.bad()),
            Report.number(mails),
            "%,.0f".formatted(vitals.queued()),
            Report.number(vitals.heap()),
            Report.number(vitals.rss()),
            Report.number(vitals.gc()));
      }
    }
  }
}
