package org.workherald.bench.delivery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.workherald.bench.Options;
import org.workherald.bench.Report;
import org.workherald.bench.SinkProcess;

/**
 * Mails a second over verified STARTTLS: every contender in a process of its own, the same sink,
 * the same mail, the same number of connections, warmed, in turns.
 */
public final class DeliveryBench {
  /** Not on our class path: it comes with the service. */
  private static final String OURS = "org.workherald.smtp.TransportContender";

  private final Report report;
  private final Options options;
  private final String serviceClassPath;

  /**
   * @param serviceClassPath the packaged service's classes and libraries, with ours
   */
  public DeliveryBench(Report report, Options options, String serviceClassPath) {
    this.report = report;
    this.options = options;
    this.serviceClassPath = serviceClassPath;
  }

  /** Once without a delay and once with one. */
  public void run() throws IOException {
    race(0, options.get("warmup", 6_000), options.get("mails", 6_000));
    race(options.get("delay", 20), 300, options.get("delayed-mails", 600));
  }

  private void race(int delayMillis, int warmup, int mails) throws IOException {
    int connections = options.get("connections", 3);
    int rounds = options.get("rounds", 5);
    List<Entrant> entrants = new ArrayList<>();
    try (SinkProcess sink = SinkProcess.start(delayMillis, false)) {
      try {
        start(entrants, sink, connections);
        for (Entrant entrant : entrants) {
          entrant.warm(warmup);
        }
        for (int round = 0; round < rounds; round++) {
          for (Entrant entrant : entrants) {
            entrant.round(mails);
          }
        }
        report.title(
            "Delivery, %d connections, %s"
                .formatted(
                    connections,
                    delayMillis == 0 ? "no delay" : delayMillis + " ms added to each reply"));
        report.text("Median of %d rounds of %,d mails each.\n".formatted(rounds, mails));
        report.head(
            "sender",
            "mails/s",
            "lowest to highest",
            "× Vert.x",
            "CPU µs a mail",
            "bytes a mail",
            "refuses a wrong host name");
        for (Entrant entrant : entrants) {
          entrant.print(report, entrants.get(0));
        }
      } finally {
        for (Entrant entrant : entrants) {
          entrant.close();
        }
      }
    }
  }

  private void start(List<Entrant> entrants, SinkProcess sink, int connections) throws IOException {
    String theirs = System.getProperty("java.class.path");
    record Line(String name, String type, String classPath) {}
    for (Line line :
        List.of(
            new Line("Vert.x mail client 4.5.27", VertxMailClient.class.getName(), theirs),
            new Line("Jakarta Mail (Angus 2.0.5)", JakartaMail.class.getName(), theirs),
            new Line("Simple Java Mail 8.12.6, batch", SimpleJavaMail.class.getName(), theirs),
            new Line("Workherald's transport", OURS, serviceClassPath),
            new Line("raw pipelined writer (ceiling)", RawWriter.class.getName(), theirs))) {
      entrants.add(Entrant.start(line.name(), line.type(), line.classPath(), sink, connections));
    }
  }
}
