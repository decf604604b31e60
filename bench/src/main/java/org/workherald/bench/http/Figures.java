package org.workherald.bench.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.workherald.bench.Report;
import org.workherald.bench.service.Service;

/** What the rounds of one kind of request gave. */
final class Figures {
  private final String name;
  private final int each;
  private final List<Load.Result> results = new ArrayList<>();
  private final List<Double> costs = new ArrayList<>();

  /**
   * @param each how many things one request carries
   */
  Figures(String name, int each) {
    this.name = name;
    this.each = each;
  }

  void add(Service service, Callable<Load.Result> round) throws Exception {
    double before = service.cpu().toNanos();
    Load.Result result = round.call();
    costs.add((service.cpu().toNanos() - before) / 1e3 / result.done() / each);
    results.add(result);
  }

  double latest() {
    return each * results.get(results.size() - 1).rate();
  }

  double rate() {
    return each * median(Load.Result::rate);
  }

  void print(Report report, double reference, String referenceName) {
    report.row(
        name,
        Report.number(rate()),
        Report.number(median(result -> result.millis(50))),
        Report.number(median(result -> result.millis(99))),
        Report.number(Report.median(costs)),
        Integer.toString(results.stream().mapToInt(Load.Result::bad).sum()),
        "%s × %s".formatted(Report.number(rate() / reference), referenceName));
  }

  private double median(Function<Load.Result, Double> figure) {
    return Report.median(results.stream().map(figure).toList());
  }
}
