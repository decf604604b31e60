package org.workherald.bench.http;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
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
    double[][] figures = new double[5][rounds];
    double[][] millis = new double[4][rounds];
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
        figures[0][round] = good(many.run(posts, idle, 200)).rate();
        Load.Result singles = good(many.run(posts, single, 202));
        Load.Result batched = good(few.run(batches, batch, 202));
        figures[1][round] = singles.rate();
        figures[2][round] = batched.rate() * BATCH;
        figures[3][round] = SqliteCommits.rate(service.folder(), 1, Duration.ofSeconds(2));
        figures[4][round] = SqliteCommits.rate(service.folder(), BATCH, Duration.ofSeconds(2));
        millis[0][round] = singles.millis(50);
        millis[1][round] = singles.millis(99);
        millis[2][round] = batched.millis(50);
        millis[3][round] = batched.millis(99);
        Report.progress(
            "round %d: %.0f posts/s, %.0f notifications/s in batches",
            round + 1, figures[1][round], figures[2][round]);
      }
    }
    print(connections, rounds, figures, millis);
  }

  private static Load.Result good(Load.Result result) {
    if (result.bad() > 0) {
      throw new IllegalStateException(result.bad() + " of " + result.done() + " were refused");
    }
    return result;
  }

  private void print(int connections, int rounds, double[][] figures, double[][] millis) {
    double idle = Report.median(figures[0]);
    double singles = Report.median(figures[1]);
    double batched = Report.median(figures[2]);
    double commits = Report.median(figures[3]);
    double rows = Report.median(figures[4]);
    report.title("Accepting, %d connections".formatted(connections));
    report.text(
        "Median of %d rounds in turns; no mail server set, load generator on the same machine.\n"
            .formatted(rounds));
    report.head("what", "a second", "p50 ms", "p99 ms", "ratio");
    report.row(
        "single POST /notifications",
        Report.number(singles),
        Report.number(Report.median(millis[0])),
        Report.number(Report.median(millis[1])),
        "%s × an endpoint that does nothing, %s × bare commits"
            .formatted(Report.number(singles / idle), Report.number(singles / commits)));
    report.row(
        "notifications in batches of " + BATCH,
        Report.number(batched),
        Report.number(Report.median(millis[2])),
        Report.number(Report.median(millis[3])),
        "%s × bare rows, %s × single"
            .formatted(Report.number(batched / rows), Report.number(batched / singles)));
    report.row("GET /q/health/live", Report.number(idle), "", "", "1");
    report.row("bare SQLite, one row a commit", Report.number(commits), "", "", "1");
    report.row("bare SQLite, %d rows a commit".formatted(BATCH), Report.number(rows), "", "", "1");
  }
}
