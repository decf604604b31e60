package org.workherald.bench.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.workherald.bench.Options;
import org.workherald.bench.Report;
import org.workherald.bench.SinkProcess;
import org.workherald.bench.http.Load;
import org.workherald.bench.http.Requests;

/**
 * The whole way out: notifications wait in the queue, then a mail server is set, and the sink takes
 * the time from the first mail to the last. Claiming, rendering, sending and recording are in it.
 */
public final class ServiceDelivery {
  private static final int BATCH = 500;

  private final Report report;
  private final Options options;
  private final Path app;

  public ServiceDelivery(Report report, Options options, Path app) {
    this.report = report;
    this.options = options;
    this.app = app;
  }

  public void run() throws Exception {
    report.title("The whole service, queue to sink, %d connections".formatted(connections()));
    report.head(
        "delay of each reply",
        "mails",
        "mails/s",
        "CPU µs a mail",
        "sent twice",
        "connections opened");
    try (Service service = Service.start(app)) {
      measure(service, 0, options.get("warmup", 6_000));
      int delay = options.get("delay", 20);
      report.row(measure(service, 0, options.get("service-mails", 20_000)));
      report.row(measure(service, delay, options.get("service-delayed-mails", 3_000)));
    }
  }

  private String[] measure(Service service, int delayMillis, int mails) throws Exception {
    try (SinkProcess sink = SinkProcess.start(delayMillis, true)) {
      fill(service, mails);
      double before = service.cpu().toNanos();
      service.useSink(sink, connections());
      SinkProcess.Stats stats = awaitMails(sink, mails);
      double cpu = service.cpu().toNanos() - before;
      service.forgetMailServer();
      Report.progress("%d ms: %.0f mails/s", delayMillis, stats.rate());
      return new String[] {
        delayMillis + " ms",
        "%,d".formatted(stats.mails()),
        Report.number(stats.rate()),
        Report.number(cpu / 1e3 / stats.mails()),
        Long.toString(stats.mails() - stats.distinct()),
        Integer.toString(stats.sessions())
      };
    }
  }

  static void fill(Service service, int notifications) throws Exception {
    Load load = new Load(service.port(), 2, Duration.ofMinutes(30));
    Load.Result result = load.run(notifications / BATCH, Requests.batch(service.key(), BATCH), 202);
    if (result.bad() > 0 || result.done() < notifications / BATCH) {
      throw new IllegalStateException("not all batches were accepted: " + result.bad());
    }
  }

  /** Waits until so many have come, or none has for half a minute. */
  static SinkProcess.Stats awaitMails(SinkProcess sink, long mails) throws Exception {
    SinkProcess.Stats stats = sink.stats();
    for (int idle = 0; stats.mails() < mails && idle < 150; ) {
      TimeUnit.MILLISECONDS.sleep(200);
      SinkProcess.Stats now = sink.stats();
      idle = now.mails() == stats.mails() ? idle + 1 : 0;
      stats = now;
    }
    return stats;
  }

  private int connections() {
    return options.get("connections", 3);
  }
}
