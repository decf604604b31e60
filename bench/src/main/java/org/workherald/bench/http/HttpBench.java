package org.workherald.bench.http;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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
    int posts = options.get("posts", 10_000);
    int batches = options.get("batches", 30);
    int connections = options.get("clients", 32);
    List<Load.Result> idles = new ArrayList<>();
    List<Load.Result> singles = new ArrayList<>();
    List<Load.Result> batched = new ArrayList<>();
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
        idles.add(many.run(posts, idle, 200));
        singles.add(many.run(posts, single, 202));
        batched.add(few.run(batches, batch, 202));
        commits.add(SqliteCommits.rate(service.folder(), 1, Duration.ofSeconds(2)));
        rows.add(SqliteCommits.rate(service.folder(), BATCH, Duration.ofSeconds(2)));
        Report.progress(
            "round %d: %.0f posts/s, %.0f notifications/s in batches",
            round + 1, singles.get(round).rate(), BATCH * batched.get(round).rate());
      }
    }
    report.title("Accepting, %d connections".formatted(connections));
    report.text(
        "Median of %d rounds in turns; no mail server set, load generator on the same machine.\n"
            .formatted(rounds));
    report.head("what", "a second", "p50 ms", "p99 ms", "refused", "ratio");
    double commit = Report.median(commits);
    double row = Report.median(rows);
    double post = print("single POST /notifications", singles, 1, commit, "bare commits");
    print("notifications in batches of " + BATCH, batched, BATCH, row, "bare rows");
    print("GET /q/health/live", idles, 1, post, "single POSTs");
    report.row("bare SQLite, one row a commit", Report.number(commit), "", "", "", "");
    report.row(
        "bare SQLite, %d rows a commit".formatted(BATCH), Report.number(row), "", "", "", "");
  }

  private double print(
      String what, List<Load.Result> results, int each, double reference, String referenceName) {
    double rate = each * median(results, Load.Result::rate);
    report.row(
        what,
        Report.number(rate),
        Report.number(median(results, result -> result.millis(50))),
        Report.number(median(results, result -> result.millis(99))),
        Integer.toString(results.stream().mapToInt(Load.Result::bad).sum()),
        "%s × %s".formatted(Report.number(rate / reference), referenceName));
    return rate;
  }

  private static double median(List<Load.Result> results, Function<Load.Result, Double> figure) {
    return Report.median(results.stream().map(figure).toList());
  }
}
