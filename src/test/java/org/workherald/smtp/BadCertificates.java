package org.workherald.smtp;

import static org.workherald.smtp.Rig.CA;
import static org.workherald.smtp.ShownRow.HOST;
import static org.workherald.smtp.ShownRow.refused;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** What nobody should be taken in by. */
final class BadCertificates {

  private static final String ALTERNATIVE_NAMES = "2.5.29.17";
  private static final String NAME_CONSTRAINTS = "2.5.29.30";
  private static final byte[] GARBAGE = {0x30, (byte) 0x84, 0x7f, 0, 0, 1, 5};

  private BadCertificates() {}

  static List<ShownRow> dates() {
    TestCa old = TestCa.root("Old Root").expired().create();
    Instant now = Instant.now();
    TestCa early =
        TestCa.root("Early Root")
            .valid(now.plus(Duration.ofDays(2)), now.plus(Duration.ofDays(9)))
            .create();
    return List.of(
        refused("expired", CA.request(HOST).expired().issue(), Cause.EXPIRED, "clock says"),
        refused(
            "not yet valid",
            CA.request(HOST).notYetValid().issue(),
            Cause.NOT_YET_VALID,
            "clock says"),
        refused(
            "expired intermediate",
            CA.authority("Old Sub").expired().create().leaf(HOST),
            Cause.EXPIRED,
            "intermediate certificate 'O=Workherald Test,CN=Old Sub'"),
        refused(
                "expired anchor",
                old.leaf(HOST),
                Cause.EXPIRED,
                "trusted certificate 'O=Workherald Test,CN=Old Root'")
            .by(old),
        refused(
                "anchor not yet valid",
                early.leaf(HOST),
                Cause.NOT_YET_VALID,
                "trusted certificate 'O=Workherald Test,CN=Early Root'")
            .by(early));
  }

  static List<ShownRow> issuers() {
    TestCa deep = CA;
    for (int i = 0; i < 11; i++) {
      deep = deep.intermediate("Sub " + i);
    }
    TestCa.Leaf innocent = CA.leaf("innocent.example.com");
    return List.of(
        refused(
            "unknown root",
            TestCa.create("Stranger").leaf(HOST),
            Cause.UNTRUSTED_ISSUER,
            "CN=Stranger"),
        refused(
            "unknown root of a trusted name",
            TestCa.create("Rig Root").leaf(HOST),
            Cause.UNTRUSTED_ISSUER,
            "has another key"),
        refused("self-signed", TestCa.selfSigned(HOST), Cause.SELF_SIGNED, "is signed by itself"),
        refused(
            "intermediate missing",
            CA.intermediate("Sub").request(HOST).withoutIntermediates().issue(),
            Cause.UNTRUSTED_ISSUER,
            "CN=Sub"),
        refused(
            "issued by an intermediate that is no authority",
            TestAuthority.withoutRight(CA, "No Authority").create().leaf(HOST),
            Cause.OTHER,
            "breaks a rule"),
        refused(
            "issued by another server",
            TestCa.signedBy(innocent, HOST).with(innocent.certificate()),
            Cause.OTHER,
            "breaks a rule"),
        refused(
            "issued by an authority whose key must not sign certificates",
            CA.authority("Sub").withoutCertSign().create().leaf(HOST),
            Cause.OTHER,
            "breaks a rule"),
        refused(
            "issued by an intermediate without extensions",
            CA.authority("Sub").version1().create().leaf(HOST),
            Cause.OTHER,
            "breaks a rule"),
        refused("chain of twelve", deep.leaf(HOST), Cause.OTHER, "too many"),
        refused(
            "key of another certificate",
            raw(innocent, der(CA.leaf(HOST))),
            Cause.OTHER,
            "does not prove"));
  }

  static List<ShownRow> names() {
    return List.of(
        wrongName("wrong host", HOST, "www.example.com"),
        refused(
            "common name only",
            CA.request().commonName(HOST).issue(),
            Cause.HOSTNAME_MISMATCH,
            "common name does not count"),
        wrongName("address as a DNS name", "127.0.0.1", "DNS:127.0.0.1"),
        wrongName("DNS names for an address", "127.0.0.1", "localhost"),
        wrongName("another address", "127.0.0.1", "127.0.0.2"),
        wrongName("wildcard for an address", "127.0.0.1", "DNS:*.0.0.1"),
        wrongName("wildcard for all", HOST, "*"),
        wrongName("wildcard over two labels", HOST, "*.com"),
        wrongName("wildcard above the host", "a.mail.example.com", "*.example.com"),
        wrongName("wildcard for the domain itself", "example.example.com", "*.example.example.com"),
        wrongName("part of a label", HOST, "m*.example.com"),
        wrongName("two wildcards", "a.mail.example.com", "*.*.example.com"),
        wrongName("wildcard in the middle", HOST, "mail.*.com"),
        wrongName("name with a NUL", HOST, "mail.example.com\0.evil.example"),
        wrongName("name with a NUL before", HOST, "evil.example\0.mail.example.com"));
  }

  private static ShownRow wrongName(String name, String host, String inCertificate) {
    return refused(name, CA.leaf(inCertificate), Cause.HOSTNAME_MISMATCH, "is not for " + host)
        .at(host);
  }

  static List<ShownRow> uses() {
    TestCa clients = TestCa.root("Clients").usage(KeyPurposeId.id_kp_clientAuth).create();
    return List.of(
        refused(
            "for clients only",
            CA.request(HOST).usage(KeyPurposeId.id_kp_clientAuth).issue(),
            Cause.OTHER,
            "lacks serverAuth"),
        refused(
            "intermediate for clients only",
            CA.authority("Sub").usage(KeyPurposeId.id_kp_clientAuth).create().leaf(HOST),
            Cause.OTHER,
            "must not vouch for servers"),
        refused(
                "anchor for clients only",
                clients.leaf(HOST),
                Cause.OTHER,
                "must not vouch for servers")
            .by(clients),
        refused(
            "critical extension that nobody knows",
            CA.request(HOST).extension("1.3.6.1.4.1.99999.1", true, new byte[] {5, 0}).issue(),
            Cause.OTHER,
            "critical"));
  }

  static List<ShownRow> limits() {
    TestCa permits = TestCa.root("Permits Another").permits("example.org").create();
    TestCa excludes = TestCa.root("Excludes").excludes("mail.example.com").create();
    TestCa last = TestCa.root("Last").pathLength(0).create();
    TestCa odd =
        TestCa.root("Odd Root").extension("1.3.6.1.4.1.99999.1", true, new byte[] {5, 0}).create();
    return List.of(
        refused(
            "intermediate permits another domain",
            CA.authority("Sub").permits("example.org").create().leaf(HOST),
            Cause.OTHER,
            "name constraints"),
        refused(
            "intermediate excludes the host",
            CA.authority("Sub").excludes("mail.example.com").create().leaf(HOST),
            Cause.OTHER,
            "name constraints"),
        refused(
            "wildcard beside the excluded host",
            CA.authority("Sub").excludes("mail.example.com").create().leaf("*.example.com"),
            Cause.OTHER,
            "name constraints"),
        refused(
                "anchor permits another domain",
                permits.leaf(HOST),
                Cause.OTHER,
                "name constraints")
            .by(permits),
        refused("anchor excludes the host", excludes.leaf(HOST), Cause.OTHER, "name constraints")
            .by(excludes),
        refused(
            "constraints that cannot be read",
            CA.authority("Sub").extension(NAME_CONSTRAINTS, false, GARBAGE).create().leaf(HOST),
            Cause.OTHER,
            "breaks a rule"),
        refused(
            "path longer than an intermediate allows",
            CA.authority("Sub").pathLength(0).create().intermediate("Sub Sub").leaf(HOST),
            Cause.OTHER,
            "path length"),
        refused(
                "path longer than the anchor allows",
                last.intermediate("Sub").leaf(HOST),
                Cause.OTHER,
                "path length")
            .by(last),
        refused(
                "anchor with a critical extension that nobody knows",
                odd.leaf(HOST),
                Cause.OTHER,
                "critical extension")
            .by(odd));
  }

  static List<ShownRow> weak() {
    TestCa rsa = TestCa.root("RSA Root").keyType("RSA").create();
    TestCa small = TestCa.root("Small Root").keyType("RSA1024").create();
    return List.of(
        refused(
            "signed with SHA-1",
            CA.request(HOST).digest("SHA1").issue(),
            Cause.WEAK_ALGORITHM,
            "SHA1"),
        refused(
                "signed with MD5",
                rsa.request(HOST).digest("MD5").issue(),
                Cause.WEAK_ALGORITHM,
                "MD5")
            .by(rsa),
        refused(
            "intermediate signed with SHA-1",
            CA.authority("Sub").digest("SHA1").create().leaf(HOST),
            Cause.WEAK_ALGORITHM,
            "CN=Sub"),
        refused(
            "RSA key of 1024 bits",
            CA.request(HOST).keyType("RSA1024").issue(),
            Cause.WEAK_ALGORITHM,
            "1024 bits"),
        refused(
            "intermediate with an RSA key of 1024 bits",
            CA.authority("Sub").keyType("RSA1024").create().leaf(HOST),
            Cause.WEAK_ALGORITHM,
            "1024 bits"),
        refused(
                "anchor with an RSA key of 1024 bits",
                small.leaf(HOST),
                Cause.WEAK_ALGORITHM,
                "1024 bits")
            .by(small));
  }

  static List<ShownRow> malformed() {
    String[] many =
        IntStream.range(0, 4000).mapToObj(i -> i + ".example.com").toArray(String[]::new);
    TestCa.Leaf good = CA.leaf(HOST);
    byte[] noise = "these are no certificates at all".getBytes(StandardCharsets.US_ASCII);
    return List.of(
        refused("no certificate but noise", raw(good, noise), Cause.OTHER, "cannot be read"),
        refused("cut off", raw(good, Arrays.copyOf(der(good), 200)), Cause.OTHER, "cannot be read"),
        refused("alternative names twice", namesTwice(), Cause.OTHER, "cannot be read"),
        refused(
            "critical alternative names of garbage",
            CA.request().extension(ALTERNATIVE_NAMES, true, GARBAGE).issue(),
            Cause.OTHER,
            "cannot be read"),
        refused(
            "alternative names of garbage",
            CA.request().commonName(HOST).extension(ALTERNATIVE_NAMES, false, GARBAGE).issue(),
            Cause.HOSTNAME_MISMATCH,
            "no DNS name"),
        refused("four thousand names", CA.leaf(many), Cause.OTHER, "too large"),
        refused(
            "an extension of 100,000 bytes",
            CA.request(HOST).extension("1.3.6.1.4.1.99999.2", false, new byte[100_000]).issue(),
            Cause.OTHER,
            "too large"));
  }

  private static TestCa.Leaf raw(TestCa.Leaf like, byte[] der) {
    return new TestCa.Leaf(
        List.of(new RawCertificate(der, like.certificate().getPublicKey())), like.key());
  }

  private static byte[] der(TestCa.Leaf leaf) {
    try {
      return leaf.certificate().getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The issuer's alternative names (2.5.29.18) are made the server's own (…17). */
  private static TestCa.Leaf namesTwice() {
    byte[] names =
        HexFormat.of()
            .parseHex(
                "3012"
                    + "8210"
                    + HexFormat.of().formatHex(HOST.getBytes(StandardCharsets.US_ASCII)));
    TestCa.Leaf leaf = CA.request(HOST).extension("2.5.29.18", false, names).issue();
    String hex = HexFormat.of().formatHex(der(leaf)).replace("0603551d12", "0603551d11");
    return raw(leaf, HexFormat.of().parseHex(hex));
  }
}
