package org.workherald.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of ours that answers lines with lines, and ends when its input does: so it cannot outlive
 * us.
 */
public final class Child implements AutoCloseable {
  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;
  private final String greeting;

  private Child(Process process) throws IOException {
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    // A JVM with a profiler has things of its own to say first.
    String line = answer();
    while (!line.startsWith("ready")) {
      line = answer();
    }
    this.greeting = line;
  }

  /**
   * Starts {@code main} and waits for the line in which it says that it is ready.
   *
   * @param options for the JVM, beside {@link #moreOptions}
   */
  public static Child start(String classPath, List<String> options, String main, String... args)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(options);
    command.addAll(moreOptions());
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(Arrays.asList(args));
    return new Child(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** The {@code java} that runs this very program. */
  public static String java() {
    return System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
  }

  /** Options for every JVM started here, from the environment variable {@code BENCH_JAVA_OPTS}. */
  public static List<String> moreOptions() {
    String more = System.getenv("BENCH_JAVA_OPTS");
    return more == null ? List.of() : List.of(more.split(" "));
  }

  public String greeting() {
    return greeting;
  }

  /** Processor time it has used so far. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  public String ask(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
    return answer();
  }

  @Override
  public void close() throws IOException {
    commands.close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException hurry) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("The process has ended; what it said is above.");
    }
    return line;
  }
}
