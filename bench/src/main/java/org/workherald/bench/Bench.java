package org.workherald.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.workherald.bench.delivery.DeliveryBench;

/** Runs what is named on the command line, or all but the memory run. See the README. */
public final class Bench {
  private Bench() {}

  /** Arguments: the service's {@code target/quarkus-app}, then parts and options. */
  public static void main(String[] args) throws Exception {
    Path app = Path.of(args[0]);
    List<String> parts = Arrays.stream(args).skip(1).filter(arg -> !arg.startsWith("--")).toList();
    Options options = Options.of(args);
    Report report = new Report(System.out);
    if (wanted(parts, "delivery")) {
      new DeliveryBench(report, options, null).run();
    }
  }

  private static boolean wanted(List<String> parts, String part) {
    return parts.isEmpty() || parts.contains(part);
  }
}
