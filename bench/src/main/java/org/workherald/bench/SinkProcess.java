package org.workherald.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sink as the benches see it. */
public final class SinkProcess implements AutoCloseable {
  /** The only name that its certificate holds for. */
  public static final String HOST = "localhost";

  private static final Pattern STATS =
      Pattern.compile("mails=(\\d+) distinct=(\\d+) bytes=(\\d+) nanos=(\\d+) sessions=(\\d+)");

  private final Child child;
  private final Path ca;

  private SinkProcess(Child child, Path ca) {
    this.child = child;
    this.ca = ca;
  }

  /**
   * @param delayMillis after which each reply leaves
   * @param ids whether to keep each {@code Message-ID} and so see what came twice
   */
  public static SinkProcess start(int delayMillis, boolean ids) throws IOException {
    Path ca = Files.createTempFile("bench-ca", ".pem");
    List<String> args = new ArrayList<>(List.of(ca.toString(), "--reply-delay-ms=" + delayMillis));
    if (ids) {
      args.add("--ids");
    }
    Child child =
        Child.start(
            System.getProperty("java.class.path"),
            List.of("-Xmx512m", "-XX:+UseSerialGC"),
            "org.workherald.bench.sink.Sink",
            args.toArray(String[]::new));
    return new SinkProcess(child, ca);
  }

  public int port() {
    return Integer.parseInt(child.greeting().split(" ")[1]);
  }

  public Path ca() {
    return ca;
  }

  public Stats stats() throws IOException {
    return Stats.of(child.ask("stats"));
  }

  public void reset() throws IOException {
    child.ask("reset");
  }

  @Override
  public void close() throws IOException {
    child.close();
    Files.delete(ca);
  }

  /**
   * @param distinct mails with a {@code Message-ID} of their own; 0 when none are kept
   * @param nanos from the first mail to the last
   * @param sessions connections opened
   */
  public record Stats(long mails, long distinct, long bytes, long nanos, int sessions) {
    static Stats of(String line) {
      Matcher fields = STATS.matcher(line);
      if (!fields.matches()) {
        throw new IllegalStateException(line);
      }
      return new Stats(
          Long.parseLong(fields.group(1)),
          Long.parseLong(fields.group(2)),
          Long.parseLong(fields.group(3)),
          Long.parseLong(fields.group(4)),
          Integer.parseInt(fields.group(5)));
    }

    /** Mails a second, from the first to the last. */
    public double rate() {
      return (mails - 1) * 1e9 / nanos;
    }
  }
}
