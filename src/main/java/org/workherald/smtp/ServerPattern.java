package org.workherald.smtp;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server, or many, on the list of those that may be looked at. Public, for configuration is read
 * by it.
 *
 * @param host in lower case; {@code *} for any, or all that ends in {@code .example.com}
 * @param port or {@code null} for any
 */
public record ServerPattern(String host, Integer port) {

  private static final String NAME = "\\*|(?:\\*\\.)?[^*:\\s/@\\[\\]]+";
  private static final Pattern LINE =
      Pattern.compile(
          "(?:(%s|\\[%s])(?::(\\d{1,5}))?|(%s))".formatted(NAME, Endpoint.IPV6, Endpoint.IPV6));

  /**
   * Reads {@code host}, {@code host:port}, {@code *.example.com:port} or {@code *:port}; an IPv6
   * address with a port stands in brackets.
   */
  public static ServerPattern of(String line) {
    Matcher matcher = LINE.matcher(line.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + line + "' is no server such as smtp.example.com:587, *.example.com or *:465");
    }
    String host = matcher.group(1) == null ? matcher.group(3) : matcher.group(1);
    String port = matcher.group(2);
    return new ServerPattern(Endpoint.plain(host), port == null ? null : Integer.valueOf(port));
  }

  boolean matches(Endpoint endpoint) {
    String name = Endpoint.plain(endpoint.host());
    boolean named =
        host.equals("*")
            || host.equals(name)
            || host.startsWith("*.") && name.endsWith(host.substring(1));
    return named && (port == null || port == endpoint.port());
  }
}
