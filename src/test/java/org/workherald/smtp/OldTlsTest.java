package org.workherald.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.crypto.DHGroup;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsDHConfig;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workherald.smtp.SmtpFailure.Kind;

/** TLS that is too old or too weak is no TLS (RFC 8996, RFC 9325), and the cause is told. */
@Timeout(60)
class OldTlsTest {

  private static final TestCa.Leaf RSA = Rig.CA.request("mail.example.com").keyType("RSA").issue();

  /** A server of Bouncy Castle's, which speaks what the JDK's does not any more. */
  private static final class OldServer extends DefaultTlsServer {
    private final ProtocolVersion version;
    private final int[] suites;
    private final DHGroup group;

    OldServer(ProtocolVersion version, DHGroup group, int... suites) {
      super(new BcTlsCrypto(new SecureRandom()));
      this.version = version;
      this.suites = suites;
      this.group = group;
    }

    /** Handshakes in place of the scripted server, and then says no more. */
    Answer answer() {
      return session -> {
        session.flush();
        new TlsServerProtocol(session.raw.getInputStream(), session.raw.getOutputStream())
            .accept(this);
        session.untilClientLeaves();
        return 0;
      };
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return version.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      return suites;
    }

    @Override
    public TlsDHConfig getDHConfig() {
      return new TlsDHConfig(group);
    }

    @Override
    protected TlsCredentialedSigner getRSASignerCredentials() throws IOException {
      BcTlsCrypto crypto = (BcTlsCrypto) getCrypto();
      try {
        TlsCertificate leaf = new BcTlsCertificate(crypto, RSA.certificate().getEncoded());
        return new BcDefaultTlsCredentialedSigner(
            new TlsCryptoParameters(context),
            crypto,
            PrivateKeyFactory.createKey(RSA.key().getEncoded()),
            new Certificate(new TlsCertificate[] {leaf}),
            SignatureAndHashAlgorithm.rsa_pss_rsae_sha256);
      } catch (CertificateEncodingException e) {
        throw new IOException(e);
      }
    }
  }

  private static SmtpFailure meet(TlsMode mode, Answer tls) {
    try (var server =
            mode == TlsMode.STARTTLS
                ? ScriptedSmtpServer.starttls(RSA)
                : ScriptedSmtpServer.implicit(RSA);
        var rig = new Rig(server, mode, "timeouts.command", "5s")) {
      server.login("kim", "correct horse").on("TLS", tls);
      SendResult result = rig.send("a@example.com");
      assertThat(result.tls()).isNull();
      assertThat(result.failure().kind()).isEqualTo(Kind.MISCONFIGURED);
      assertThat(rig.open()).isZero();
      Secrecy.assertKept(server);
      return result.failure();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsMode.class,
      names = {"STARTTLS", "IMPLICIT"})
  void aServerThatKnowsOldVersionsOnlyIsRefused(TlsMode mode) {
    for (ProtocolVersion version : List.of(ProtocolVersion.TLSv10, ProtocolVersion.TLSv11)) {
      OldServer server =
          new OldServer(
              version,
              null,
              CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
              CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA);
      assertThat(meet(mode, server.answer()).cause()).isEqualTo(Cause.PROTOCOL_VERSION);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x0200, 0x0300, 0x0301, 0x0302, 0x0305})
  void aVersionThatWasNotOfferedIsRefused(int version) {
    assertThat(meet(TlsMode.STARTTLS, hello(version, 0xc02f, 0)).cause())
        .isEqualTo(Cause.PROTOCOL_VERSION);
  }

  @Test
  void aServerWithWeakSuitesOnlyIsRefused() {
    OldServer server =
        new OldServer(
            ProtocolVersion.TLSv12,
            null,
            CipherSuite.TLS_RSA_WITH_NULL_SHA256,
            CipherSuite.TLS_RSA_EXPORT_WITH_RC4_40_MD5,
            CipherSuite.TLS_RSA_WITH_RC4_128_SHA,
            CipherSuite.TLS_RSA_WITH_3DES_EDE_CBC_SHA,
            CipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_DH_anon_WITH_AES_128_CBC_SHA);
    assertThat(meet(TlsMode.STARTTLS, server.answer()).cause()).isEqualTo(Cause.WEAK_ALGORITHM);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        CipherSuite.TLS_RSA_WITH_NULL_MD5,
        CipherSuite.TLS_RSA_EXPORT_WITH_RC4_40_MD5,
        CipherSuite.TLS_RSA_WITH_RC4_128_SHA,
        CipherSuite.TLS_RSA_WITH_3DES_EDE_CBC_SHA,
        CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA,
        CipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_DH_anon_WITH_AES_128_CBC_SHA,
        CipherSuite.TLS_NULL_WITH_NULL_NULL
      })
  void aSuiteThatWasNotOfferedIsRefused(int suite) {
    assertThat(meet(TlsMode.STARTTLS, hello(0x303, suite, 0)).cause())
        .isEqualTo(Cause.WEAK_ALGORITHM);
  }

  @Test
  void compressionIsRefused() {
    assertThat(meet(TlsMode.STARTTLS, hello(0x303, 0xc02f, 1)).detail()).contains("compression");
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 768, 1024, 1536})
  void aSmallGroupIsRefused(int bits) {
    BigInteger prime = BigInteger.probablePrime(bits, new Random(bits));
    OldServer server =
        new OldServer(
            ProtocolVersion.TLSv12,
            new DHGroup(prime, null, BigInteger.TWO, 0),
            CipherSuite.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256);
    assertThat(meet(TlsMode.STARTTLS, server.answer()).cause()).isEqualTo(Cause.WEAK_ALGORITHM);
  }

  @Test
  void aGroupOf2048BitsWillDo() {
    try (var server =
            ScriptedSmtpServer.starttls(RSA)
                .login("kim", "correct horse")
                .protocols("TLSv1.2")
                .ciphers("TLS_DHE_RSA_WITH_AES_128_GCM_SHA256");
        var rig = new Rig(server, TlsMode.STARTTLS)) {
      assertThat(rig.send("a@example.com").tls()).startsWith("TLSv1.2 TLS_DHE_RSA");
    }
  }

  static Stream<Arguments> brokenHandshakes() {
    return Stream.of(
        Arguments.of("\26\3\3\0\4junk", Cause.OTHER, Cause.OTHER),
        Arguments.of("\24\3\3\0\1\1junkjunk", Cause.INJECTED_PLAINTEXT, Cause.TLS_EXPECTED),
        Arguments.of("\27\3\3\0\4junk", Cause.INJECTED_PLAINTEXT, Cause.TLS_EXPECTED),
        Arguments.of("\200\56\1\0\2junkjunk", Cause.INJECTED_PLAINTEXT, Cause.NOT_SMTP),
        Arguments.of("junkjunkjunk", Cause.INJECTED_PLAINTEXT, Cause.NOT_SMTP),
        Arguments.of("\25\3\3\0\2\1\0", Cause.OTHER, Cause.OTHER), // close_notify
        Arguments.of("\25\3\3\0\2\2\50", Cause.WEAK_ALGORITHM, Cause.WEAK_ALGORITHM),
        Arguments.of("\25\3\3\0\2\2\107", Cause.WEAK_ALGORITHM, Cause.WEAK_ALGORITHM),
        Arguments.of("\25\3\1\0\2\2\106", Cause.PROTOCOL_VERSION, Cause.PROTOCOL_VERSION),
        Arguments.of("\25\3\3\0\2\2\120", Cause.OTHER, Cause.OTHER)); // internal_error
  }

  @ParameterizedTest
  @MethodSource("brokenHandshakes")
  void junkAndAlertsEndTheHandshake(String bytes, Cause starttls, Cause implicit) {
    assertThat(meet(TlsMode.STARTTLS, afterOurHello(bytes.getBytes(ISO_8859_1))).cause())
        .isEqualTo(starttls);
    assertThat(meet(TlsMode.IMPLICIT, afterOurHello(bytes.getBytes(ISO_8859_1))).cause())
        .isEqualTo(implicit);
  }

  /** A hello as a server may send it, whatever it was offered. */
  private static Answer hello(int version, int suite, int compression) {
    ByteBuffer record = ByteBuffer.allocate(47);
    record.put((byte) 22).putShort((short) version).putShort((short) 42); // a handshake record
    record.putInt(2 << 24 | 38).putShort((short) version).put(new byte[32]).put((byte) 0);
    record.putShort((short) suite).put((byte) compression);
    return afterOurHello(record.array());
  }

  private static Answer afterOurHello(byte[] bytes) {
    return session -> {
      session.awaitClient();
      session.writeBytes(bytes);
      session.flush();
      session.untilClientLeaves();
      return 0;
    };
  }
}
