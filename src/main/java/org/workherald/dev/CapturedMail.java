package org.workherald.dev;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * A mail as it arrived at the capture server.
 *
 * @param sender the reverse path
 * @param recipients the forward paths
 * @param tls protocol and cipher suite that it came over
 * @param content the message as on the wire, without dot-stuffing
 */
record CapturedMail(
    long id, Instant at, String sender, List<String> recipients, String tls, byte[] content) {

  /** The message as text: 8-bit headers and bodies are UTF-8 (RFC 6532). */
  String raw() {
    return new String(content, StandardCharsets.UTF_8);
  }
}
