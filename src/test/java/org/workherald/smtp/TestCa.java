package org.workherald.smtp;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.operator.OperatorCreationException;

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

  private TestCa(X509Certificate certificate, PrivateKey key, List<X509Certificate> intermediates) {
    this.certificate = certificate;
    this.key = key;
    this.intermediates = intermediates;
  }

  /** A root that is valid for a year. */
  public static TestCa create(String name) {
    Instant now = Instant.now();
    return create(name, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(365)));
  }

  /** A root with a validity of its own, expired for example. */
  public static TestCa create(String name, Instant notBefore, Instant notAfter) {
    try {
      KeyPair keys = TestCertificates.keys("EC");
      X509Certificate made =
          TestCertificates.sign(
              null,
              keys.getPrivate(),
              name,
              keys,
              notBefore,
              notAfter,
              "SHA256withECDSA",
              true,
              List.of(),
              null);
      return new TestCa(made, keys.getPrivate(), List.of());
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A CA below this one; its leaves bring it along in their chain. */
  public TestCa intermediate(String name) {
    try {
      KeyPair keys = TestCertificates.keys("EC");
      Instant now = Instant.now();
      X509Certificate made =
          TestCertificates.sign(
              certificate,
              key,
              name,
              keys,
              now.minus(Duration.ofDays(1)),
              now.plus(Duration.ofDays(300)),
              "SHA256withECDSA",
              true,
              List.of(),
              null);
      List<X509Certificate> chain = new ArrayList<>(List.of(made));
      chain.addAll(intermediates);
      return new TestCa(made, keys.getPrivate(), List.copyOf(chain));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
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

    /** Leaf and intermediates as PEM. */
    public String pem() {
      return chain.stream().map(TestCa::pem).collect(Collectors.joining());
    }

    /** A TLS context for a server that shows this certificate. */
    public SSLContext serverContext() {
      try {
        char[] password = "changeit".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("leaf", key, password, chain.toArray(new X509Certificate[0]));
        KeyManagerFactory keys =
            KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** What the certificate shall be like; sound unless told otherwise. */
  public static final class Request {
    private final TestCa issuer;
    private final List<String> names;
    private String commonName;
    private Instant notBefore = Instant.now().minus(Duration.ofDays(1));
    private Instant notAfter = Instant.now().plus(Duration.ofDays(90));
    private String keyType = "EC";
    private String digest = "SHA256";
    private KeyPurposeId usage = KeyPurposeId.id_kp_serverAuth;
    private boolean bare;

    private Request(TestCa issuer, List<String> names) {
      this.issuer = issuer;
      this.names = names;
      this.commonName = names.isEmpty() ? "localhost" : names.get(0);
    }

    public Request commonName(String name) {
      this.commonName = name;
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
      this.notBefore = from;
      this.notAfter = until;
      return this;
    }

    /** {@code EC}, {@code RSA} (2048) or {@code RSA1024}. */
    public Request keyType(String type) {
      this.keyType = type;
      return this;
    }

    /** {@code SHA256} unless told otherwise; {@code SHA1} is weak. */
    public Request digest(String name) {
      this.digest = name;
      return this;
    }

    /** The extended key usage; {@code null} leaves the extension out. */
    public Request usage(KeyPurposeId purpose) {
      this.usage = purpose;
      return this;
    }

    /** The server forgets to send its intermediates. */
    public Request withoutIntermediates() {
      this.bare = true;
      return this;
    }

    public Leaf issue() {
      try {
        KeyPair keys = TestCertificates.keys(keyType);
        PrivateKey signer = issuer == null ? keys.getPrivate() : issuer.key;
        String algorithm =
            digest + "with" + (signer.getAlgorithm().equals("RSA") ? "RSA" : "ECDSA");
        X509Certificate made =
            TestCertificates.sign(
                issuer == null ? null : issuer.certificate,
                signer,
                commonName,
                keys,
                notBefore,
                notAfter,
                algorithm,
                false,
                names,
                usage);
        List<X509Certificate> chain = new ArrayList<>(List.of(made));
        if (issuer != null && !bare) {
          chain.addAll(issuer.intermediates);
        }
        return new Leaf(List.copyOf(chain), keys.getPrivate());
      } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
