package org.workherald.smtp;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a server says it can do, in its reply to EHLO (RFC 5321, 4.1.1.1).
 *
 * @param keywords in upper case
 * @param mechanisms of AUTH (RFC 4954), in upper case
 * @param maxSize the largest message in octets (RFC 1870), 0 when the server names none
 */
record Capabilities(Set<String> keywords, Set<String> mechanisms, long maxSize) {

  /** What is known before EHLO, and again after TLS has begun: nothing. */
  static final Capabilities NONE = new Capabilities(Set.of(), Set.of(), 0);

  static Capabilities of(SmtpReply hello) {
    Set<String> keywords = new LinkedHashSet<>();
    Set<String> mechanisms = new LinkedHashSet<>();
    long maxSize = 0;
    for (String line : hello.lines().subList(1, hello.lines().size())) {
      // "AUTH=LOGIN" is how servers of the last century said it, and some still do.
      String[] words = line.strip().toUpperCase(Locale.ROOT).split("[\\s=]+", -1);
      keywords.add(words[0]);
      List<String> parameters =
          Arrays.stream(words).skip(1).filter(word -> !word.isEmpty()).toList();
      if (words[0].equals("AUTH")) {
        mechanisms.addAll(parameters);
      } else if (words[0].equals("SIZE") && !parameters.isEmpty()) {
        maxSize = size(parameters.get(0));
      }
    }
    return new Capabilities(Set.copyOf(keywords), Set.copyOf(mechanisms), maxSize);
  }

  boolean offers(String keyword) {
    return keywords.contains(keyword);
  }

  private static long size(String digits) {
    return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : 0;
  }
}
