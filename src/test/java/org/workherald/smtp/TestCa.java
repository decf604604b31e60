package org.workherald.smtp;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * A private certificate authority in memory.
 *
 * <pre>{@code
 * TestCa ca = TestCa.create("Example Root");
 * TestCa.Leaf good = ca.leaf("localhost", "127.0.0.1");
 * TestCa.Leaf late = ca.request("localhost").expired().issue();
 * TestCa.Leaf deep = ca.intermediate("Example Sub").leaf("localhost");
 * }</pre>
 */
public final class TestCa {

  private final X509Certificate certificate;
  private final PrivateKey key;
  private final List<X509Certificate> intermediates;

  TestCa(X509Certificate certificate, PrivateKey key, List<X509Certificate> intermediates) {
    this.certificate = certificate;
    this.key = key;
    this.intermediates = intermediates;
  }

  /** A root that is valid for a year. */
  public static TestCa create(String name) {
    return root(name).create();
  }

  /** A root with a validity of its own, expired for example. */
  public static TestCa create(String name, Instant notBefore, Instant notAfter) {
    return root(name).valid(notBefore, notAfter).create();
  }

  /** A root with something odd about it. */
  public static TestAuthority root(String name) {
    return new TestAuthority(null, name);
  }

  /** A CA below this one; its leaves bring it along in their chain. */
  public TestCa intermediate(String name) {
    return authority(name).create();
  }

  /** A CA below this one with something odd about it. */
  public TestAuthority authority(String name) {
    return new TestAuthority(this, name);
  }

  PrivateKey key() {
    return key;
  }

  /** Its own certificate and those above it, as far as they have to be sent. */
  List<X509Certificate> intermediates() {
    return intermediates;
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /** The CA's own certificate as PEM. */
  public String pem() {
    return pem(certificate);
  }

  public static String pem(X509Certificate certificate) {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A sound server certificate for these DNS names and IP addresses. */
  public Leaf leaf(String... names) {
    return request(names).issue();
  }

  /** A server certificate with something odd about it. */
  public Request request(String... names) {
    return new Request(this, List.of(names));
  }

  /** A server certificate that signed itself. */
  public static Leaf selfSigned(String... names) {
    return new Request(null, List.of(names)).issue();
  }

  /** What a server's certificate has signed, which it has no right to do. */
  public static Leaf signedBy(Leaf leaf, String... names) {
    return new TestCa(leaf.certificate(), leaf.key(), List.of()).leaf(names);
  }

  /**
   * A server's certificate with its key.
   *
   * @param chain as the server sends it: the leaf first, without the root
   */
  public record Leaf(List<X509Certificate> chain, PrivateKey key) {

    public X509Certificate certificate() {
      return chain.get(0);
    }

    /** The same, shown with these certificates behind it. */
    public Leaf with(X509Certificate... behind) {
      List<X509Certificate> all = new ArrayList<>(List.of(certificate()));
      all.addAll(List.of(behind));
      return new Leaf(List.copyOf(all), key);
    }

    /** Leaf and intermediates as PEM. */
    public String pem() {
      return chain.stream().map(TestCa::pem).collect(Collectors.joining());
    }
  }

  /** What the certificate shall be like; sound unless told otherwise. */
  public static final class Request {
    private final TestCa issuer;
    private final CertificateProfile profile;
    private boolean bare;

    private Request(TestCa issuer, List<String> names) {
      this.issuer = issuer;
      this.profile = new CertificateProfile(names.isEmpty() ? "localhost" : names.get(0), false);
      profile.names = names;
      profile.usage = KeyPurposeId.id_kp_serverAuth;
      profile.notAfter = Instant.now().plus(Duration.ofDays(90));
    }

    public Request commonName(String name) {
      profile.commonName = name;
      return this;
    }

    public Request expired() {
      return valid(
          Instant.now().minus(Duration.ofDays(60)), Instant.now().minus(Duration.ofDays(1)));
    }

    public Request notYetValid() {
      return valid(Instant.now().plus(Duration.ofDays(1)), Instant.now().plus(Duration.ofDays(60)));
    }

    public Request valid(Instant from, Instant until) {
      profile.notBefore = from;
      profile.notAfter = until;
      return this;
    }

    /** {@code EC}, {@code RSA} (2048) or {@code RSA1024}. */
    public Request keyType(String type) {
      profile.keyType = type;
      return this;
    }

    /** {@code SHA256} unless told otherwise; {@code SHA1} is weak. */
    public Request digest(String name) {
      profile.digest = name;
      return this;
    }

    /** The extended key usage; {@code null} leaves the extension out. */
    public Request usage(KeyPurposeId purpose) {
      profile.usage = purpose;
      return this;
    }

    /** An extension with these bytes, sense or none. */
    public Request extension(String oid, boolean critical, byte[] content) {
      profile.add(oid, critical, content);
      return this;
    }

    /** The server forgets to send its intermediates. */
    public Request withoutIntermediates() {
      this.bare = true;
      return this;
    }

    public Leaf issue() {
      KeyPair keys = profile.keys();
      X509Certificate made =
          issuer == null
              ? profile.sign(keys, null, keys.getPrivate())
              : profile.sign(keys, issuer.certificate, issuer.key);
      List<X509Certificate> chain = new ArrayList<>(List.of(made));
      if (issuer != null && !bare) {
        chain.addAll(issuer.intermediates);
      }
      return new Leaf(List.copyOf(chain), keys.getPrivate());
    }
  }
}
