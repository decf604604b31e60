package org.workherald.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * {@code OTEL_EXPORTER_OTLP_HEADERS}: a list as W3C Baggage writes it, {@code name=value,…}, whose
 * values are URL-encoded, where a plus sign stands for itself.
 */
final class OtlpHeaders {

  private OtlpHeaders() {}

  /** The same as a list of Quarkus' configuration, which takes values as they are. */
  static String decoded(String headers) {
    return Arrays.stream(headers.split(",")).map(OtlpHeaders::one).collect(Collectors.joining(","));
  }

  private static String one(String header) {
    int equals = header.indexOf('=');
    return equals < 0
        ? header
        : header.substring(0, equals + 1) + literal(decode(header.substring(equals + 1)));
  }

  private static String decode(String value) {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      // Not encoded, it seems.
      return value;
    }
  }

  /** What would end the item, or stand for another setting, is to be taken as it is. */
  private static String literal(String value) {
    return value.replace("\\", "\\\\").replace(",", "\\,").replace("${", "\\${");
  }
}
