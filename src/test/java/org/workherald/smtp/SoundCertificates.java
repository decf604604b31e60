package org.workherald.smtp;

import static org.workherald.smtp.Rig.CA;
import static org.workherald.smtp.ShownRow.HOST;
import static org.workherald.smtp.ShownRow.taken;

import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** What is unusual and yet right, and must not be refused by being strict. */
final class SoundCertificates {

  private SoundCertificates() {}

  static List<ShownRow> all() {
    TestCa sub = CA.intermediate("Sub");
    TestCa subSub = sub.intermediate("Sub Sub");
    TestCa.Leaf deep = subSub.leaf(HOST);
    TestCa other = TestCa.create("Other Root");
    TestCa nine = CA;
    for (int i = 0; i < 9; i++) {
      nine = nine.intermediate("Sub " + i);
    }
    TestCa rsa = TestCa.root("RSA Root").keyType("RSA").digest("SHA1").create();
    TestCa oldest = TestCa.root("Oldest Root").keyType("RSA").digest("MD5").version1().create();
    TestCa limited =
        TestCa.root("Limited Root")
            .keyType("RSA")
            .digest("SHA1")
            .permits("example.com")
            .excludes("www.example.com")
            .pathLength(1)
            .usage(KeyPurposeId.id_kp_serverAuth)
            .create();
    TestCa limitedSub = CA.authority("Limited Sub").permits("example.com").pathLength(0).create();
    TestCa renewed = TestCa.create("Renewed Root");
    return List.of(
        taken("address", CA.leaf("127.0.0.1")).at("127.0.0.1"),
        taken("wildcard as the whole left-most label", CA.leaf("*.example.com")),
        taken("no extended key usage", CA.request(HOST).usage(null).issue()),
        taken("for any use", CA.request(HOST).usage(KeyPurposeId.anyExtendedKeyUsage).issue()),
        taken("chain in the wrong order", deep.with(sub.certificate(), subSub.certificate())),
        taken(
            "certificates that have nothing to do with it",
            deep.with(
                other.certificate(),
                subSub.certificate(),
                TestCa.selfSigned("x.example.com").certificate(),
                sub.certificate())),
        taken(
            "certificate sent twice",
            deep.with(deep.certificate(), subSub.certificate(), sub.certificate())),
        taken("root sent as well", CA.leaf(HOST).with(CA.certificate())),
        taken("nine intermediates", nine.leaf(HOST)),
        taken("intermediate as the anchor", deep).by(sub),
        taken("intermediate with limits as the anchor", limitedSub.leaf(HOST)).by(limitedSub),
        taken("anchor that signed itself with SHA-1", rsa.intermediate("Sub").leaf(HOST)).by(rsa),
        taken("anchor without extensions, signed with MD5", oldest.leaf(HOST)).by(oldest),
        taken("within the limits of the anchor", limited.intermediate("Sub").leaf(HOST))
            .by(limited),
        taken("within the limits of an intermediate", limitedSub.leaf(HOST)),
        taken(
            "within limits two levels above",
            CA.authority("Limited")
                .permits("example.com")
                .create()
                .intermediate("Issuing CA")
                .leaf(HOST)),
        taken(
            "cross-signed by an authority that is unknown",
            CA.leaf(HOST).with(TestAuthority.crossSigned(CA, other))),
        taken(
                "cross-signed by the one that is trusted",
                renewed.leaf(HOST).with(TestAuthority.crossSigned(renewed, other)))
            .by(other));
  }
}
