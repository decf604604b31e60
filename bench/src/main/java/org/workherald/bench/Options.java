package org.workherald.bench;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code --name=number} on the command line. */
public record Options(Map<String, Integer> values) {

  static Options of(String[] args) {
    return new Options(
        Arrays.stream(args)
            .filter(arg -> arg.startsWith("--"))
            .map(arg -> arg.substring(2).split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> Integer.valueOf(pair[1]))));
  }

  public int get(String name, int otherwise) {
    return values.getOrDefault(name, otherwise);
  }
}
