package org.workherald.trust;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A value of ASN.1 to be read part by part. All lengths in it are definite, and all OCTET STRINGs
 * in one piece, however they came. Only for what {@link ReadingCost} has measured.
 *
 * @param in bytes that it is somewhere in
 */
record BerValue(byte[] in, BerHead head) {

  private static final int CONSTRUCTED = 0x20;
  private static final int LONGEST_SHORT_FORM = 0x7F;

  /**
   * @param ber one value, in DER or BER
   */
  static BerValue of(byte[] ber) throws UnreadableCertificates {
    ByteArrayOutputStream definite = new ByteArrayOutputStream(ber.length);
    int end = copy(ber, head(ber, 0, ber.length), definite);
    if (end != ber.length) {
      throw new UnreadableCertificates("there is something after its end");
    }
    byte[] in = definite.toByteArray();
    return new BerValue(in, head(in, 0, in.length));
  }

  /** A value in DER. */
  static byte[] encoded(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, tag, content);
    return out.toByteArray();
  }

  /** The values that a constructed one consists of. */
  List<BerValue> parts() throws UnreadableCertificates {
    if (!constructed(head)) {
      throw damaged(in);
    }
    List<BerValue> parts = new ArrayList<>();
    int at = head.start();
    while (at < head.end()) {
      BerHead part = head(in, at, head.end());
      parts.add(new BerValue(in, part));
      at = part.end();
    }
    return parts;
  }

  /** Its parts if they are so many, as any more would be passed over. */
  List<BerValue> parts(int least, int most) throws UnreadableCertificates {
    List<BerValue> parts = parts();
    if (parts.size() < least || parts.size() > most) {
      throw damaged(in);
    }
    return parts;
  }

  /** What is in an explicit tag. */
  BerValue only() throws UnreadableCertificates {
    return parts(1, 1).get(0);
  }

  BerValue as(int tag) throws UnreadableCertificates {
    if (!head.is(tag)) {
      throw damaged(in);
    }
    return this;
  }

  byte[] content() {
    return Arrays.copyOfRange(in, head.start(), head.end());
  }

  byte[] encoded() {
    return encoded(head.tag(), content());
  }

  /** The octets of a string, whatever its tag, that may be in parts. */
  byte[] octets() throws UnreadableCertificates {
    if (!constructed(head)) {
      return content();
    }
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    for (BerValue part : parts()) {
      octets.writeBytes(part.as(BerHead.OCTET_STRING).content());
    }
    return octets.toByteArray();
  }

  /** An object identifier in hexadecimal digits, as it is encoded (X.690 §8.19). */
  String oid() throws UnreadableCertificates {
    return HexFormat.of().formatHex(as(BerHead.OID).content());
  }

  /**
   * @return where the value ends in {@code in}
   */
  private static int copy(byte[] in, BerHead head, ByteArrayOutputStream out)
      throws UnreadableCertificates {
    if (!constructed(head)) {
      if (head.indefinite()) {
        throw damaged(in);
      }
      write(out, head.tag(), Arrays.copyOfRange(in, head.start(), head.end()));
      return head.end();
    }
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    int at = head.start();
    boolean more = head.indefinite() || at < head.end();
    while (more) {
      BerHead part = head(in, at, head.end());
      if (head.indefinite() && part.is(0)) {
        at = part.start();
        more = false;
      } else {
        at = copy(in, part, parts);
        more = head.indefinite() || at < head.end();
      }
    }
    byte[] content = parts.toByteArray();
    if (head.is(BerHead.OCTET_STRING_IN_PARTS)) {
      BerHead whole = new BerHead(head.tag(), 0, content.length, false, 0);
      write(out, BerHead.OCTET_STRING, new BerValue(content, whole).octets());
    } else {
      write(out, head.tag(), content);
    }
    return at;
  }

  private static BerHead head(byte[] in, int from, int limit) throws UnreadableCertificates {
    return BerHead.at(in, from, limit)
        .filter(head -> head.missing() == 0)
        .orElseThrow(() -> damaged(in));
  }

  private static void write(ByteArrayOutputStream out, int tag, byte[] content) {
    out.write(tag);
    if (content.length <= LONGEST_SHORT_FORM) {
      out.write(content.length);
    } else {
      int bytes = Integer.BYTES - Integer.numberOfLeadingZeros(content.length) / Byte.SIZE;
      out.write(LONGEST_SHORT_FORM + 1 + bytes);
      for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
        out.write(content.length >> shift);
      }
    }
    out.writeBytes(content);
  }

  private static boolean constructed(BerHead head) {
    return (head.tag() & CONSTRUCTED) != 0;
  }

  private static UnreadableCertificates damaged(byte[] in) {
    return new UnreadableCertificates("is damaged" + BerHead.cut(in));
  }
}
