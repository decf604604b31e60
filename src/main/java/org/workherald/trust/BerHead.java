package org.workherald.trust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The head of a value in BER, DER included (X.690 §8.1): what it is, and where in the bytes its
 * content is. Lengths are believed as far as there are bytes.
 *
 * @param tag the one byte; nothing that we read has tags of more
 * @param start where the content starts
 * @param end where it ends; where the bytes end if it has an indefinite length or is cut off
 * @param missing how many bytes it lacks
 */
record BerHead(int tag, int start, int end, boolean indefinite, long missing) {

  static final int INTEGER = 0x02;
  static final int OCTET_STRING = 0x04;
  static final int OID = 0x06;
  static final int SEQUENCE = 0x30;
  static final int OCTET_STRING_IN_PARTS = 0x24;

  private static final int INDEFINITE = 0x80;
  private static final int MOST_LENGTH_BYTES = 4; // as the JDK

  /**
   * @param limit where the bytes end
   * @return empty if no head can be read there
   */
  static Optional<BerHead> at(byte[] in, int from, int limit) {
    if (limit - from < 2) {
      return Optional.empty();
    }
    int tag = in[from] & 0xFF;
    int first = in[from + 1] & 0xFF;
    int start = from + 2;
    if (first == INDEFINITE) {
      return Optional.of(new BerHead(tag, start, limit, true, 0));
    }
    long length = first;
    if (first > INDEFINITE) {
      int bytes = first - INDEFINITE;
      if (bytes > MOST_LENGTH_BYTES || limit - start < bytes) {
        return Optional.empty();
      }
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = length << Byte.SIZE | in[start++] & 0xFF;
      }
    }
    long end = start + length;
    return Optional.of(
        new BerHead(tag, start, (int) Math.min(end, limit), false, Math.max(0, end - limit)));
  }

  static Optional<BerHead> at(byte[] in) {
    return at(in, 0, in.length);
  }

  /** Says that a value is cut off, if it is. */
  static String cut(byte[] in) {
    return at(in)
        .filter(head -> head.missing > 0)
        .map(head -> ": it is cut off, %,d bytes are missing at its end".formatted(head.missing))
        .orElse("");
  }

  /** The head of the first value in this one's content. */
  Optional<BerHead> inner(byte[] in) {
    return at(in, start, end);
  }

  /** The heads of all values in this one's content. */
  List<BerHead> parts(byte[] in) {
    List<BerHead> parts = new ArrayList<>();
    Optional<BerHead> next = inner(in);
    while (next.isPresent()) {
      parts.add(next.get());
      next = at(in, next.get().end, end);
    }
    return parts;
  }

  byte[] content(byte[] in) {
    return Arrays.copyOfRange(in, start, end);
  }

  boolean is(int other) {
    return tag == other;
  }
}
