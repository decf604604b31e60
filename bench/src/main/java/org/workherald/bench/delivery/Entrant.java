package org.workherald.bench.delivery;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.workherald.bench.Child;
import org.workherald.bench.Report;
import org.workherald.bench.SinkProcess;

/** A contender in the race: its process and what it has done so far. */
final class Entrant implements AutoCloseable {
  private final String name;
  private final SinkProcess sink;
  private final Child child;
  private final List<Double> rates = new ArrayList<>();
  private final List<Double> costs = new ArrayList<>();
  private long size;

  private Entrant(String name, SinkProcess sink, Child child) {
    this.name = name;
    this.sink = sink;
    this.child = child;
  }

  static Entrant start(String name, String type, String classPath, SinkProcess sink, int lanes)
      throws IOException {
    Child child =
        Child.start(
            classPath,
            List.of("-Xmx512m"),
            ContenderProcess.class.getName(),
            type,
            SinkProcess.HOST,
            Integer.toString(sink.port()),
            sink.ca().toString(),
            Integer.toString(lanes));
    return new Entrant(name, sink, child);
  }

  void warm(int mails) throws IOException {
    Report.progress("warming %s", name);
    child.ask("send 0 " + mails);
  }

  void round(int mails) throws IOException {
    sink.reset();
    Duration before = child.cpu();
    double nanos = Long.parseLong(child.ask("send 0 " + mails));
    SinkProcess.Stats stats = sink.stats();
    if (stats.mails() != mails) {
      throw new IllegalStateException(name + ": " + stats);
    }
    size = stats.bytes() / mails;
    rates.add(mails * 1e9 / nanos);
    costs.add(child.cpu().minus(before).toNanos() / 1e3 / mails);
    Report.progress("%s: %.0f mails/s", name, mails * 1e9 / nanos);
  }

  private double rate() {
    return Report.median(rates);
  }

  void print(Report report, Entrant reference) throws IOException {
    boolean refuses = Boolean.parseBoolean(child.ask("refuses 127.0.0.1"));
    report.row(
        name,
        Report.number(rate()),
        Report.number(Collections.min(rates)) + " to " + Report.number(Collections.max(rates)),
        Report.number(rate() / reference.rate()),
        Report.number(Report.median(costs)),
        "%,d".formatted(size),
        refuses ? "yes" : "NO");
  }

  @Override
  public void close() throws IOException {
    child.close();
  }
}
