package org.workherald.bench.delivery;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A contender in a process of its own, so that no compiler profile and no heap is shared. Answers
 * {@code send <first> <count>} with the nanoseconds it took, and {@code refuses <host>} with
 * whether it refuses to send under another name of the server.
 */
final class ContenderProcess {
  private ContenderProcess() {}

  /** Arguments: class name, host, port, CA file, connections. */
  public static void main(String[] args) throws Exception {
    Constructor<?> constructor = Class.forName(args[0]).getDeclaredConstructor(Target.class);
    constructor.setAccessible(true);
    Target target =
        new Target(args[1], Integer.parseInt(args[2]), Path.of(args[3]), Integer.parseInt(args[4]));
    Contender contender = (Contender) constructor.newInstance(target);
    System.out.println("ready");
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      String[] words = line.split(" ");
      if (words[0].equals("send")) {
        long start = System.nanoTime();
        contender.send(Long.parseLong(words[1]), Integer.parseInt(words[2]));
        System.out.println(System.nanoTime() - start);
      } else {
        Target alias = new Target(words[1], target.port(), target.ca(), 1);
        System.out.println(refuses(constructor, alias));
      }
    }
    System.exit(0);
  }

  private static boolean refuses(Constructor<?> constructor, Target alias) {
    try {
      ((Contender) constructor.newInstance(alias)).send(0, 1);
      return false;
    } catch (Exception refused) {
      return true;
    }
  }
}
