package org.workherald.bench.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.workherald.bench.Options;
import org.workherald.bench.Report;
import org.workherald.bench.SinkProcess;
import org.workherald.bench.http.Load;
import org.workherald.bench.http.Requests;

/**
 * A long queue must not show, neither in the heap nor in the time that anything takes: two services
 * with a small heap, one with a million deliveries waiting and one with none, are asked the same in
 * turns.
 */
public final class QueueBench {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Report report;
  private final Options options;
  private final Path app;

  /** What one round gave. */
  private record Round(double rate, double p50, double p99, double mails) {}

  public QueueBench(Report report, Options options, Path app) {
    this.report = report;
    this.options = options;
    this.app = app;
  }

  public void run() throws Exception {
    int queued = options.get("queued", 1_000_000);
    int rounds = options.get("rounds", 5);
    String heap = "-Xmx%dm".formatted(options.get("heap-mb", 256));
    try (SinkProcess sink = SinkProcess.start(0, false);
        Service empty = Service.start(app, heap);
        Service full = Service.start(app, heap)) {
      // Both are warmed alike, by what a round does.
      round(empty, sink);
      round(full, sink);
      long start = System.nanoTime();
      ServiceDelivery.fill(full, queued);
      double seconds = (System.nanoTime() - start) / 1e9;
      List<Round> without = new ArrayList<>();
      List<Round> with = new ArrayList<>();
      for (int round = 1; round <= rounds; round++) {
        without.add(round(empty, sink));
        with.add(round(full, sink));
        Report.progress(
            "round %d: p99 %.1f and %.1f ms, %.0f and %.0f mails/s",
            round,
            without.get(round - 1).p99(),
            with.get(round - 1).p99(),
            without.get(round - 1).mails(),
            with.get(round - 1).mails());
      }
      report.title("A long queue, %s".formatted(heap));
      report.text("Median of %d rounds in turns, 32 callers, 3 connections.\n".formatted(rounds));
      report.head(
          "waiting", "posts/s", "p50 ms", "p99 ms", "mails/s", "live heap MB", "RSS MB", "GC s");
      row("none", without, Vitals.of(empty));
      row("%,d".formatted(queued), with, Vitals.of(full));
      report.row(
          "ratio",
          ratio(with, without, Round::rate),
          ratio(with, without, Round::p50),
          ratio(with, without, Round::p99),
          ratio(with, without, Round::mails),
          "",
          "",
          "");
      report.text(
          "\nQueueing them took %.0f s: %s a second."
              .formatted(seconds, Report.number(queued / seconds)));
    }
  }

  /** Posts, and then opens the way out until as many mails have left. */
  private Round round(Service service, SinkProcess sink) throws Exception {
    int sample = options.get("sample", 10_000);
    Load load = new Load(service.port(), 32, LIMIT);
    Load.Result posts = load.run(sample, Requests.single(service.key()), 202);
    if (posts.bad() > 0) {
      throw new IllegalStateException(posts.bad() + " posts were refused");
    }
    sink.reset();
    service.useSink(sink, 3);
    double mails = ServiceDelivery.awaitMails(sink, sample).rate();
    service.forgetMailServer();
    return new Round(posts.rate(), posts.millis(50), posts.millis(99), mails);
  }

  private void row(String waiting, List<Round> rounds, Vitals vitals) {
    report.row(
        waiting,
        Report.number(median(rounds, Round::rate)),
        Report.number(median(rounds, Round::p50)),
        Report.number(median(rounds, Round::p99)),
        Report.number(median(rounds, Round::mails)),
        Report.number(vitals.heap()),
        Report.number(vitals.rss()),
        Report.number(vitals.gc()));
  }

  private static String ratio(
      List<Round> with, List<Round> without, Function<Round, Double> figure) {
    return Report.number(median(with, figure) / median(without, figure)) + " ×";
  }

  private static double median(List<Round> rounds, Function<Round, Double> figure) {
    return Report.median(rounds.stream().map(figure).toList());
  }
}
