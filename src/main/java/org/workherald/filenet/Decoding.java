package org.workherald.filenet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file's text, and how it was read. No character is ever replaced: bytes that do not fit mean
 * that it is another charset.
 *
 * @param charset its name (IANA)
 * @param why it was taken, as a clause
 */
record Decoding(String text, String charset, String why) {

  private static final String BOM = "\ufeff";

  /** As far as browsers look for it. */
  private static final int HEAD = 4_096;

  private static final Pattern META =
      Pattern.compile("(?i)<meta\\b[^>]{0,200}?\\bcharset\\s*=\\s*[\"']?([a-z0-9_:.-]{1,40})");

  /**
   * @param given that the caller said it is in; {@code null} for none
   * @param locale of the words, for the usual charset of its language
   * @throws NotUnderstood when it is in no charset that it should be in
   */
  static Decoding of(byte[] file, Charset given, String locale) throws NotUnderstood {
    if (given != null) {
      Decoding decoding = decode(file, given, "it was given").orElse(null);
      if (decoding == null) {
        throw new NotUnderstood(
            "It is not in %s, as it was said to be: %s. Give its right charset, or none."
                .formatted(given.name(), firstFault(file, given)));
      }
      return decoding;
    }
    Charset marked = byMark(file);
    if (marked != null) {
      return decode(file, marked, "the file begins with its byte-order mark")
          .orElseThrow(
              () ->
                  new NotUnderstood(
                      "It begins with the byte-order mark of %s, but is not in it: %s."
                          .formatted(marked.name(), firstFault(file, marked))));
    }
    String head = new String(file, 0, Math.min(HEAD, file.length), ISO_8859_1);
    Matcher meta = META.matcher(head);
    String beside = "";
    if (meta.find()) {
      // UTF-16 cannot be: the name itself could not have been read.
      Charset named = Charsets.named(meta.group(1)).filter(Decoding::likeAscii).orElse(UTF_8);
      Optional<Decoding> decoding = decode(file, named, "its <meta> says " + meta.group(1));
      if (decoding.isPresent()) {
        return decoding.get();
      }
      beside = "; it is not in " + meta.group(1) + ", as its <meta> says";
    }
    Optional<Decoding> utf8 = decode(file, UTF_8, "all of it is valid UTF-8" + beside);
    if (utf8.isPresent()) {
      return utf8.get();
    }
    Charset usual = Charsets.usual(locale);
    String fault = firstFault(file, usual);
    return decode(file, usual, "it is no UTF-8, and usual for " + locale + beside)
        .orElseThrow(
            () ->
                new NotUnderstood(
                    "It is neither in UTF-8 nor in %s, which is usual for %s: %s. Give its charset with ?charset=."
                        .formatted(usual.name(), locale, fault)));
  }

  private static Charset byMark(byte[] file) {
    int first = file.length < 2 ? 0 : (file[0] & 0xff) << 8 | file[1] & 0xff;
    if (first == 0xfffe) {
      return UTF_16LE;
    }
    if (first == 0xfeff) {
      return UTF_16BE;
    }
    return first == 0xefbb && file.length > 2 && (file[2] & 0xff) == 0xbf ? UTF_8 : null;
  }

  private static boolean likeAscii(Charset charset) {
    return new String("<$".getBytes(ISO_8859_1), charset).equals("<$");
  }

  private static Optional<Decoding> decode(byte[] file, Charset charset, String why) {
    try {
      String text =
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(file))
              .toString();
      String bare = text.startsWith(BOM) ? text.substring(BOM.length()) : text;
      return Optional.of(new Decoding(bare, charset.name(), why));
    } catch (CharacterCodingException other) {
      return Optional.empty();
    }
  }

  /** Where it stops to be in a charset. */
  private static String firstFault(byte[] file, Charset charset) {
    ByteBuffer in = ByteBuffer.wrap(file);
    CharBuffer out = CharBuffer.allocate(4_096);
    CoderResult result;
    do {
      out.clear();
      result = charset.newDecoder().decode(in, out, true);
    } while (result.isOverflow());
    int at = in.position();
    if (at == file.length) {
      return "its last character is cut off";
    }
    long line = new String(file, 0, at, ISO_8859_1).chars().filter(c -> c == '\n').count() + 1;
    return "the byte %02X at %d (line %d) does not fit".formatted(file[at] & 0xff, at, line);
  }
}
