package org.workherald.bench.delivery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.workherald.bench.Child;
import org.workherald.bench.Options;
import org.workherald.bench.Report;
import org.workherald.bench.SinkProcess;

/**
 * Mails a second over verified STARTTLS: every contender in a process of its own, the same sink,
 * the same mail, the same number of connections, warmed, in turns.
 */
public final class DeliveryBench {
  private final Report report;
  private final Options options;
  private final String serviceClassPath;

  /**
   * @param serviceClassPath the packaged service's classes and libraries, or {@code null} to leave
   *     our own transport out
   */
  public DeliveryBench(Report report, Options options, String serviceClassPath) {
    this.report = report;
    this.options = options;
    this.serviceClassPath = serviceClassPath;
  }

  /** Once without a delay and once with one. */
  public void run() throws IOException {
    round(0, options.get("warmup", 6_000), options.get("mails", 6_000));
    round(options.get("delay", 20), 300, options.get("delayed-mails", 600));
  }

  private void round(int delayMillis, int warmup, int mails) throws IOException {
    int connections = options.get("connections", 3);
    int rounds = options.get("rounds", 5);
    List<Entrant> entrants = entrants();
    double[][] rates = new double[entrants.size()][rounds];
    boolean[] refuses = new boolean[entrants.size()];
    try (SinkProcess sink = SinkProcess.start(delayMillis, false)) {
      List<Child> children = new ArrayList<>();
      try {
        for (Entrant entrant : entrants) {
          Child child = entrant.start(sink, connections);
          children.add(child);
          Report.progress("warming %s", entrant.name());
          child.ask("send 0 " + warmup);
        }
        for (int round = 0; round < rounds; round++) {
          for (int i = 0; i < children.size(); i++) {
            sink.reset();
            long nanos = Long.parseLong(children.get(i).ask("send 0 " + mails));
            if (sink.stats().mails() != mails) {
              throw new IllegalStateException(entrants.get(i).name() + ": " + sink.stats());
            }
            rates[i][round] = mails * 1e9 / nanos;
            Report.progress(
                "round %d: %s %.0f mails/s", round + 1, entrants.get(i).name(), rates[i][round]);
          }
        }
        for (int i = 0; i < children.size(); i++) {
          refuses[i] = Boolean.parseBoolean(children.get(i).ask("refuses 127.0.0.1"));
        }
      } finally {
        for (Child child : children) {
          child.close();
        }
      }
    }
    print(delayMillis, connections, mails, entrants, rates, refuses);
  }

  private void print(
      int delayMillis,
      int connections,
      int mails,
      List<Entrant> entrants,
      double[][] rates,
      boolean[] refuses) {
    report.title(
        "Delivery, %d connections, %s"
            .formatted(
                connections,
                delayMillis == 0 ? "no delay" : delayMillis + " ms added to each reply"));
    report.text("Median of %d rounds of %,d mails each.\n".formatted(rates[0].length, mails));
    report.head("sender", "mails/s", "lowest to highest", "× Vert.x", "refuses a wrong host name");
    int reference =
        entrants.stream().map(Entrant::name).toList().indexOf("Vert.x mail client 4.5.27");
    for (int i = 0; i < rates.length; i++) {
      double[] sorted = rates[i].clone();
      java.util.Arrays.sort(sorted);
      report.row(
          entrants.get(i).name(),
          Report.number(Report.median(sorted)),
          Report.number(sorted[0]) + " to " + Report.number(sorted[sorted.length - 1]),
          Report.number(Report.median(sorted) / Report.median(rates[reference])),
          refuses[i] ? "yes" : "NO");
    }
  }

  private List<Entrant> entrants() {
    String ours = System.getProperty("java.class.path");
    List<Entrant> entrants = new ArrayList<>();
    if (serviceClassPath != null) {
      entrants.add(new Entrant("Workherald's transport", "WorkheraldTransport", serviceClassPath));
    }
    entrants.add(new Entrant("Vert.x mail client 4.5.27", "VertxMailClient", ours));
    entrants.add(new Entrant("Jakarta Mail (Angus 2.0.5)", "JakartaMail", ours));
    entrants.add(new Entrant("Simple Java Mail 8.12.6, batch", "SimpleJavaMail", ours));
    entrants.add(new Entrant("raw pipelined writer (ceiling)", "RawWriter", ours));
    return entrants;
  }

  private record Entrant(String name, String type, String classPath) {
    Child start(SinkProcess sink, int connections) throws IOException {
      return Child.start(
          classPath,
          List.of("-Xmx512m"),
          ContenderProcess.class.getName(),
          DeliveryBench.class.getPackageName() + "." + type,
          SinkProcess.HOST,
          Integer.toString(sink.port()),
          sink.ca().toString(),
          Integer.toString(connections));
    }
  }
}
