package org.workherald.smtp;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** What an authority's certificate shall be like; sound unless told otherwise. */
public final class TestAuthority {

  private final TestCa above;
  private final CertificateProfile profile;

  /**
   * @param above who signs it, or {@code null} for a root
   */
  TestAuthority(TestCa above, String name) {
    this(above, new CertificateProfile(name, true));
  }

  private TestAuthority(TestCa above, CertificateProfile profile) {
    this.above = above;
    this.profile = profile;
    if (above == null) {
      profile.notAfter = Instant.now().plus(Duration.ofDays(365));
    }
  }

  /** By its certificate, it is no authority at all. */
  public static TestAuthority withoutRight(TestCa above, String name) {
    return new TestAuthority(above, new CertificateProfile(name, false));
  }

  public TestAuthority expired() {
    return valid(
        Instant.now().minus(Duration.ofDays(900)), Instant.now().minus(Duration.ofDays(1)));
  }

  public TestAuthority valid(Instant from, Instant until) {
    profile.notBefore = from;
    profile.notAfter = until;
    return this;
  }

  /** How many authorities may follow it. */
  public TestAuthority pathLength(int most) {
    profile.pathLength = most;
    return this;
  }

  /** DNS names that it may vouch for, those below them included. */
  public TestAuthority permits(String... names) {
    profile.permitted = List.of(names);
    return this;
  }

  /** DNS names that it must not vouch for. */
  public TestAuthority excludes(String... names) {
    profile.excluded = List.of(names);
    return this;
  }

  /** What those it vouches for may be used for. */
  public TestAuthority usage(KeyPurposeId purpose) {
    profile.usage = purpose;
    return this;
  }

  /** It says CA, but its key must not sign certificates. */
  public TestAuthority withoutCertSign() {
    profile.keyUsage = KeyUsage.digitalSignature;
    return this;
  }

  /** As certificates were before extensions. */
  public TestAuthority version1() {
    profile.version1 = true;
    return this;
  }

  public TestAuthority digest(String name) {
    profile.digest = name;
    return this;
  }

  /** {@code EC}, {@code RSA} (2048) or {@code RSA1024}. */
  public TestAuthority keyType(String type) {
    profile.keyType = type;
    return this;
  }

  public TestAuthority extension(String oid, boolean critical, byte[] content) {
    profile.add(oid, critical, content);
    return this;
  }

  public TestCa create() {
    KeyPair keys = profile.keys();
    if (above == null) {
      X509Certificate made = profile.sign(keys, null, keys.getPrivate());
      return new TestCa(made, keys.getPrivate(), List.of());
    }
    X509Certificate made = profile.sign(keys, above.certificate(), above.key());
    List<X509Certificate> chain = new ArrayList<>(List.of(made));
    chain.addAll(above.intermediates());
    return new TestCa(made, keys.getPrivate(), List.copyOf(chain));
  }

  /** The same authority again, name and key, vouched for by somebody else. */
  public static X509Certificate crossSigned(TestCa authority, TestCa by) {
    String name = authority.certificate().getSubjectX500Principal().getName();
    CertificateProfile profile =
        new CertificateProfile(name.substring(name.indexOf("CN=") + 3), true);
    KeyPair keys = new KeyPair(authority.certificate().getPublicKey(), authority.key());
    return profile.sign(keys, by.certificate(), by.key());
  }
}
