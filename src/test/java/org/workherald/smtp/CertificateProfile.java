package org.workherald.smtp;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v1CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** All that can be odd about a certificate that {@link TestCa} makes. */
final class CertificateProfile {

  private static final AtomicLong SERIAL = new AtomicLong(System.nanoTime());
  private static final BouncyCastleProvider WEAK_ONES_TOO = new BouncyCastleProvider();

  private final boolean authority;
  String commonName;
  List<String> names = List.of();
  Instant notBefore = Instant.now().minus(Duration.ofDays(1));
  Instant notAfter = Instant.now().plus(Duration.ofDays(300));
  String keyType = "EC";
  String digest = "SHA256";
  Integer pathLength;
  int keyUsage;
  KeyPurposeId usage;
  List<String> permitted = List.of();
  List<String> excluded = List.of();
  boolean version1;
  private final List<Extension> more = new ArrayList<>();

  CertificateProfile(String commonName, boolean authority) {
    this.commonName = commonName;
    this.authority = authority;
    this.keyUsage = authority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature;
  }

  KeyPair keys() {
    try {
      KeyPairGenerator generator =
          KeyPairGenerator.getInstance(keyType.startsWith("RSA") ? "RSA" : "EC");
      generator.initialize(keyType.equals("EC") ? 256 : keyType.equals("RSA1024") ? 1024 : 2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @param issuer {@code null} when it signs itself
   */
  X509Certificate sign(KeyPair keys, X509Certificate issuer, PrivateKey signer) {
    try {
      X500Name subject = new X500Name("CN=" + commonName + ",O=Workherald Test");
      X500Name from =
          issuer == null
              ? subject
              : X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded());
      BigInteger serial = BigInteger.valueOf(SERIAL.incrementAndGet());
      Date start = Date.from(notBefore);
      Date end = Date.from(notAfter);
      ContentSigner signing =
          new JcaContentSignerBuilder(
                  digest + "with" + (signer.getAlgorithm().equals("RSA") ? "RSA" : "ECDSA"))
              .setProvider(WEAK_ONES_TOO)
              .build(signer);
      X509CertificateHolder made =
          version1
              ? new JcaX509v1CertificateBuilder(from, serial, start, end, subject, keys.getPublic())
                  .build(signing)
              : extended(
                      new JcaX509v3CertificateBuilder(
                          from, serial, start, end, subject, keys.getPublic()),
                      keys,
                      issuer)
                  .build(signing);
      return read(made, keys.getPublic());
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the JDK cannot read can still be shown. */
  private static X509Certificate read(X509CertificateHolder made, PublicKey key)
      throws IOException {
    try {
      return new JcaX509CertificateConverter().getCertificate(made);
    } catch (CertificateException e) {
      return new RawCertificate(made.getEncoded(), key);
    }
  }

  private JcaX509v3CertificateBuilder extended(
      JcaX509v3CertificateBuilder builder, KeyPair keys, X509Certificate issuer)
      throws GeneralSecurityException, IOException {
    JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(keys.getPublic()));
    if (issuer != null) {
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          ids.createAuthorityKeyIdentifier(issuer.getPublicKey()));
    }
    builder.addExtension(
        Extension.basicConstraints,
        true,
        pathLength == null ? new BasicConstraints(authority) : new BasicConstraints(pathLength));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(keyUsage));
    if (!names.isEmpty()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(
              names.stream().map(CertificateProfile::name).toArray(GeneralName[]::new)));
    }
    if (usage != null) {
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usage));
    }
    if (!permitted.isEmpty() || !excluded.isEmpty()) {
      builder.addExtension(
          Extension.nameConstraints,
          true,
          new NameConstraints(subtrees(permitted), subtrees(excluded)));
    }
    for (Extension extension : more) {
      builder.addExtension(extension);
    }
    return builder;
  }

  void add(String oid, boolean critical, byte[] content) {
    more.add(new Extension(new ASN1ObjectIdentifier(oid), critical, content));
  }

  private static GeneralSubtree[] subtrees(List<String> names) {
    return names.isEmpty()
        ? null
        : names.stream()
            .map(n -> new GeneralSubtree(new GeneralName(GeneralName.dNSName, n)))
            .toArray(GeneralSubtree[]::new);
  }

  /** {@code DNS:} before it makes a DNS name even of an address. */
  private static GeneralName name(String name) {
    if (name.startsWith("DNS:")) {
      return new GeneralName(GeneralName.dNSName, name.substring(4));
    }
    boolean address = name.contains(":") || name.matches("[0-9.]+");
    return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
  }
}
