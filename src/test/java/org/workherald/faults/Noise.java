package org.workherald.faults;

import java.util.List;
import java.util.Random;

/** Odd values at random, with a bias to those that have broken programs before. */
final class Noise {

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\u0000",
          "a\u0000b",
          "a\r\nBcc: x@y.invalid",
          "\n",
          "\t",
          "\u0007\u001b[31m",
          "\u0085\u2028\u2029",
          "\u202e\u2066gnp.exe",
          "\ufeff",
          "\ufffe\uffff",
          "\ud800",
          "\udc00\ud800",
          "a\ud83d",
          "\ud83d\ude00",
          "Z\u0351\u036b\u0343a\u0351",
          "\u0130\u0131\u017f\ufb01",
          "../../etc/passwd",
          "..\\..\\x",
          "' OR 1=1 --",
          "%' ESCAPE '",
          "\"; DROP TABLE entry; --",
          "<script>alert(1)</script>",
          "{inject:name}",
          "{#for x in y}{/for}",
          "${jndi:ldap://x.invalid/a}",
          "${workherald.admin-key}",
          "%s%n%x",
          "%00",
          "%",
          "*",
          "null",
          "undefined",
          "true",
          "NaN",
          "-1",
          "0",
          "1e999",
          "9223372036854775808",
          "-0",
          "00000000-0000-0000-0000-000000000000",
          "0199-1-1-1-1",
          "ffffffff-ffff-ffff-ffff-fffffffffffff",
          "1-1-1-1-1",
          "2026-13-45T99:99:99Z",
          "2026-11-23T09:00:00+18:01",
          "9999-12-31T23:59:59.999999999-18:00",
          "0001-01-01T00:00:00+18:00",
          "-999999999-01-01T00:00:00Z",
          "+999999999-12-31T23:59:59Z",
          "a@b",
          "a@[127.0.0.1]",
          "a@[IPv6:::::]",
          "\"\r\n\"@x.invalid",
          "@x.invalid,@y.invalid:a@z.invalid",
          "a@\u0130.invalid",
          "a@xn--a.invalid",
          "x-" + "a-".repeat(30),
          "de-u-co-phonebk",
          "en_US_POSIX",
          "Europe/../Berlin",
          "UTC+99",
          "http://[::1",
          "http://x.invalid:99999999/",
          "http://a@b@c/",
          "javascript:alert(1)",
          "STARTTLS:STARTTLS:localhost",
          "step.assigned",
          "AAAA",
          "W/\"1\"");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "-1",
          "1.5",
          "1e1",
          "1e999",
          "-1e999",
          "1e-999",
          "2147483647",
          "2147483648",
          "9223372036854775807",
          "9223372036854775808",
          "NaN",
          "Infinity",
          "-Infinity",
          "+1",
          "01",
          ".5",
          "0x10",
          "1_000",
          "1e",
          "--1");

  private static final int[] LENGTHS = {1, 63, 64, 65, 254, 255, 256, 500, 501, 2000, 2001, 16_001};

  private final Random random;

  Noise(Random random) {
    this.random = random;
  }

  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  <T> T of(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** A text: a known bad one, or a random one, perhaps long. */
  String text() {
    return switch (random.nextInt(8)) {
      case 0 -> letters(LENGTHS[random.nextInt(LENGTHS.length)]);
      case 1 -> characters(1 + random.nextInt(12));
      case 2 -> of(TEXTS) + of(TEXTS);
      default -> of(TEXTS);
    };
  }

  String letters(int length) {
    return of(List.of("x", "\u00e4", "\u4e1c", "a.", "-", "@", "(a"))
        .repeat(length)
        .substring(0, length);
  }

  /** A JSON value, or what looks like one. */
  String json() {
    return switch (random.nextInt(12)) {
      case 0 -> "null";
      case 1 -> of(List.of("true", "false", "TRUE", "nul", "'a'", "\"", "{", "[", "", ",", "//x"));
      case 2 -> of(NUMBERS);
      case 3 -> of(List.of("", "-", "0.")) + "9".repeat(1 + random.nextInt(60));
      case 4 -> of(List.of("{}", "[]", "[[]]", "[null]", "{\"\":null}", "[{}]", "{\"a\":1}"));
      case 5 -> nested(1 + random.nextInt(30));
      default -> quoted(text());
    };
  }

  String nested(int depth) {
    return random.nextBoolean()
        ? "[".repeat(depth) + "]".repeat(depth)
        : "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
  }

  /** A JSON string; what JSON wants escaped is escaped most times. */
  String quoted(String text) {
    boolean raw = oneIn(8);
    StringBuilder json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      boolean must = c < 0x20 || c == '"' || c == '\\' || Character.isSurrogate(c);
      if (must && !raw || oneIn(20)) {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }

  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private String characters(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) random.nextInt(random.nextBoolean() ? 0x100 : 0x10000));
    }
    return text.toString();
  }
}
