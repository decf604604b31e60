package org.workherald.mail;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The header fields of a message, folded, with CRLF line ends. Nothing gets in that could end a
 * field early or be read as another one.
 */
final class HeaderBlock {

  /** What a mail may set itself, besides {@code X-...}: all else is the composer's. */
  private static final Set<String> OPEN = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  static {
    OPEN.addAll(
        List.of(
            "Auto-Submitted",
            "Content-Language",
            "Importance",
            "In-Reply-To",
            "List-Id",
            "List-Unsubscribe",
            "List-Unsubscribe-Post",
            "Priority",
            "References"));
  }

  private static final Pattern EXTENSION = Pattern.compile("[Xx]-[A-Za-z0-9-]{1,40}");
  private static final Pattern THREAD_WITHOUT_DOMAIN = Pattern.compile("<([^<>@\\s]+)>");

  /** RFC 5322, 2.1.1, without the line end. */
  private static final int LONGEST_LINE = 998;

  private final StringBuilder out = new StringBuilder(1024);

  /** A field of the composer's own, already in its final form. */
  void add(String name, String value) {
    out.append(name).append(": ").append(value).append("\r\n");
  }

  /** Text for humans. */
  void addText(String name, String text) {
    add(name, EncodedWords.encode(EncodedWords.checked(name, text), name.length() + 2));
  }

  void addMailboxes(String name, List<Mailbox> mailboxes) {
    if (!mailboxes.isEmpty()) {
      int column = name.length() + 2;
      add(
          name,
          mailboxes.stream()
              .map(mailbox -> mailbox.encoded(column))
              .collect(Collectors.joining(",\r\n ")));
    }
  }

  /**
   * A field that the mail brought.
   *
   * @param domain for ids in {@code References} and {@code In-Reply-To} that have none
   * @throws IllegalArgumentException when the mail may not set this field, or not so
   */
  void addOpen(String name, String value, String domain) {
    if (EXTENSION.matcher(name).matches()) {
      addText(name, value);
      return;
    }
    if (!OPEN.contains(name)) {
      throw new IllegalArgumentException("a mail may not set this header");
    }
    boolean ascii = value.chars().allMatch(c -> c >= ' ' && c <= '~');
    if (!ascii || value.isBlank()) {
      throw new IllegalArgumentException(name + " has a character that it must not have");
    }
    String threads = THREAD_WITHOUT_DOMAIN.matcher(value).replaceAll("<$1@" + domain + ">");
    boolean thread = name.equalsIgnoreCase("References") || name.equalsIgnoreCase("In-Reply-To");
    String folded = EncodedWords.fold(thread ? threads : value, name.length() + 2);
    if (folded.lines().anyMatch(line -> line.length() + name.length() + 2 > LONGEST_LINE)) {
      throw new IllegalArgumentException(name + " is too long for a line");
    }
    add(name, folded);
  }

  /** UTF-8 only where an address needs it (RFC 6532); ASCII otherwise. */
  byte[] bytes() {
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }
}
