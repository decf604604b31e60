package org.workherald.bench.http;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.workherald.bench.Options;
import org.workherald.bench.Report;
import org.workherald.bench.service.Service;

/**
 * How fast notifications are accepted, each figure beside two of the same minute: an endpoint of
 * the same service that does nothing, and bare SQLite on the same disk.
 */
public final class HttpBench {
  private static final int BATCH = 1_000;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Report report;
  private final Options options;
  private final Path app;

  public HttpBench(Report report, Options options, Path app) {
    this.report = report;
    this.options = options;
    this.app = app;
  }

  /** Warms, then measures all in turns. */
  public void run() throws Exception {
    int rounds = options.get("rounds", 5);
    int posts = options.get("posts", 20_000);
    int batches = options.get("batches", 30);
    int connections = options.get("clients", 32);
    Figures idles = new Figures("GET /q/health/live", 1);
    Figures singles = new Figures("single POST /notifications", 1);
    Figures batched = new Figures("notifications in batches of " + BATCH, BATCH);
    List<Double> commits = new ArrayList<>();
    List<Double> rows = new ArrayList<>();
    try (Service service = Service.start(app)) {
      Load many = new Load(service.port(), connections, LIMIT);
      Load few = new Load(service.port(), options.get("batch-clients", 4), LIMIT);
      IntFunction<ByteBuffer> idle = Requests.get("/q/health/live");
      IntFunction<ByteBuffer> single = Requests.single(service.key());
      IntFunction<ByteBuffer> batch = Requests.batch(service.key(), BATCH);
      Report.progress("warming");
      many.run(posts, idle, 200);
      many.run(2 * posts, single, 202);
      few.run(batches, batch, 202);
      for (int round = 0; round < rounds; round++) {
        idles.add(service, () -> many.run(posts, idle, 200));
        commits.add(SqliteCommits.rate(service.folder(), 1, Duration.ofSeconds(2)));
        singles.add(service, () -> many.run(posts, single, 202));
        rows.add(SqliteCommits.rate(service.folder(), BATCH, Duration.ofSeconds(2)));
        batched.add(service, () -> few.run(batches, batch, 202));
        Report.progress(
            "round %d: %.0f posts/s, %.0f notifications/s in batches",
            round + 1, singles.latest(), batched.latest());
      }
    }
    report.title("Accepting, %d connections".formatted(connections));
    report.text(
        "Median of %d rounds in turns; no mail server set, load generator on the same machine.\n"
            .formatted(rounds));
    report.head(
        "what", "a second", "p50 ms", "p99 ms", "service's CPU µs each", "refused", "ratio");
    double commit = Report.median(commits);
    double row = Report.median(rows);
    singles.print(report, commit, "bare commits");
    batched.print(report, row, "bare rows");
    idles.print(report, singles.rate(), "single POSTs");
    report.row("bare SQLite, one row a commit", Report.number(commit), "", "", "", "", "");
    report.row(
        "bare SQLite, %d rows a commit".formatted(BATCH), Report.number(row), "", "", "", "", "");
  }
}
