package org.workherald.bench;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.workherald.bench.delivery.DeliveryBench;
import org.workherald.bench.http.HttpBench;
import org.workherald.bench.service.OverloadBench;
import org.workherald.bench.service.QueueBench;
import org.workherald.bench.service.ServiceDelivery;

/** Runs what is named on the command line, or all but the long ones. See the README. */
public final class Bench {
  private Bench() {}

  /** Arguments: the service's {@code target/quarkus-app}, then parts and options. */
  public static void main(String[] args) throws Exception {
    Path app = Path.of(args[0]);
    List<String> parts = Arrays.stream(args).skip(1).filter(arg -> !arg.startsWith("--")).toList();
    Options options = Options.of(args);
    Report report = new Report(System.out);
    if (wanted(parts, "http")) {
      new HttpBench(report, options, app).run();
    }
    if (wanted(parts, "delivery")) {
      new DeliveryBench(report, options, serviceClassPath(app)).run();
    }
    if (wanted(parts, "service")) {
      new ServiceDelivery(report, options, app).run();
    }
    if (parts.contains("queue")) {
      new QueueBench(report, options, app).run();
    }
    if (parts.contains("overload")) {
      new OverloadBench(report, options, app).run();
    }
  }

  /** The service's own libraries, and of ours the classes only. */
  private static String serviceClassPath(Path app) {
    return String.join(
        File.pathSeparator,
        System.getProperty("bench.classes"),
        app.resolve("app") + "/*",
        app.resolve("lib/main") + "/*",
        app.resolve("lib/boot") + "/*",
        app.resolve("quarkus") + "/*");
  }

  private static boolean wanted(List<String> parts, String part) {
    return parts.isEmpty() || parts.contains(part);
  }
}
