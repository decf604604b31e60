package org.workherald.trust;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Optional;

/**
 * What it will cost Java to read ASN.1 that a stranger may have made, found out beforehand: the JDK
 * bounds neither how deep values nest nor how long it derives keys for a PKCS#12, which may ask for
 * any number of derivations with up to 5,000,000 iterations each.
 *
 * <p>This is not a parser. It goes by the lengths alone and descends into everything that might be
 * read by anybody, whatever its tag says, so that it finds too much rather than too little: every
 * OCTET STRING with an INTEGER behind it is taken for a salt with its number of iterations (RFC
 * 7292 §4, RFC 8018 §A).
 */
final class ReadingCost {

  private static final int DEEPEST = 100; // a certificate in a PKCS#12 comes to about 25
  private static final int HEADS_PER_BYTE = 32;
  private static final int BLOCK = 32; // bytes of a key that one derivation yields, or more

  private long heads;
  private long iterations;

  private ReadingCost(byte[] content) {
    this.heads = (long) HEADS_PER_BYTE * content.length;
  }

  /**
   * For what derives no keys.
   *
   * @throws UnreadableCertificates if values nest too deeply
   */
  static void refuseExcessive(byte[] content) throws UnreadableCertificates {
    iterations(content);
  }

  /**
   * @return the sum of all iteration counts
   * @throws UnreadableCertificates if values nest too deeply
   */
  static long iterations(byte[] content) throws UnreadableCertificates {
    ReadingCost cost = new ReadingCost(content);
    cost.walk(content, 0, content.length, false, 0, null);
    return cost.iterations;
  }

  /**
   * Walks over values that follow one another.
   *
   * @param untilEnd whether they are the content of a value of indefinite length, which goes on to
   *     an end mark
   * @param joined takes the parts, if these values are parts of an OCTET STRING
   * @return where they end
   */
  private int walk(
      byte[] in, int from, int limit, boolean untilEnd, int depth, ByteArrayOutputStream joined)
      throws UnreadableCertificates {
    if (depth > DEEPEST) {
      throw new UnreadableCertificates(
          "is nested more than " + DEEPEST + " levels deep, as no sound file is");
    }
    int at = from;
    int before = 0; // the tag before
    long count = 0; // the number of iterations before
    Optional<BerHead> next = BerHead.at(in, at, limit);
    while (next.isPresent()) {
      BerHead head = next.get();
      spend(1);
      if (untilEnd && head.is(0) && head.start() == head.end() && !head.indefinite()) {
        return head.start();
      }
      at = content(in, head, depth, joined);
      if (head.is(BerHead.INTEGER) && count > 0) {
        // The length of the key follows (RFC 8018 §A.2): a long one takes more derivations.
        add(count, (number(in, head) - 1) / BLOCK);
      }
      boolean salted = before == BerHead.OCTET_STRING || before == BerHead.OCTET_STRING_IN_PARTS;
      count = salted && head.is(BerHead.INTEGER) ? number(in, head) : 0;
      add(count, 1);
      before = head.tag();
      next = BerHead.at(in, at, limit);
    }
    return limit;
  }

  private int content(byte[] in, BerHead head, int depth, ByteArrayOutputStream joined)
      throws UnreadableCertificates {
    int end = head.end();
    if (head.is(BerHead.OCTET_STRING_IN_PARTS)) {
      ByteArrayOutputStream parts = joined == null ? new ByteArrayOutputStream() : joined;
      int reached = walk(in, head.start(), end, head.indefinite(), depth + 1, parts);
      end = head.indefinite() ? reached : end;
      if (joined == null) {
        walk(parts.toByteArray(), 0, parts.size(), false, depth + 1, null);
      }
    } else if (joined != null && head.is(BerHead.OCTET_STRING) && !head.indefinite()) {
      spend(end - head.start());
      joined.write(in, head.start(), end - head.start());
    } else {
      int reached = walk(in, head.start(), end, head.indefinite(), depth + 1, null);
      end = head.indefinite() ? reached : end;
    }
    return end;
  }

  /** What Java would take it for; more than an int holds it refuses by itself. */
  private long number(byte[] in, BerHead head) throws UnreadableCertificates {
    int length = head.end() - head.start();
    if (length == 0) {
      return 0;
    }
    spend(length);
    BigInteger number = new BigInteger(in, head.start(), length);
    return number.signum() > 0 && number.bitLength() < Integer.SIZE ? number.intValue() : 0;
  }

  private void add(long count, long blocks) {
    iterations = Math.min(iterations + count * blocks, Integer.MAX_VALUE);
  }

  private void spend(int amount) throws UnreadableCertificates {
    heads -= amount;
    if (heads < 0) {
      throw new UnreadableCertificates("is more intricate than any sound file");
    }
  }
}
