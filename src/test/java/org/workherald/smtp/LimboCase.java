package org.workherald.smtp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemReader;
import org.workherald.trust.CertificateRefused;
import org.workherald.trust.Trust;

/**
 * A case of x509-limbo: what a server shows, whom the client trusts, and what should come of it.
 */
record LimboCase(JsonNode json) {

  /** When a case names no time of its own: its certificates hold for centuries. */
  private static final Instant ANY_TIME = Instant.parse("2026-01-01T00:00:00Z");

  static List<LimboCase> all() throws IOException {
    try (InputStream in = LimboCase.class.getResourceAsStream("/x509-limbo/x509-limbo.json")) {
      List<LimboCase> cases = new ArrayList<>();
      new ObjectMapper().readTree(in).get("testcases").forEach(c -> cases.add(new LimboCase(c)));
      return cases;
    }
  }

  String id() {
    return json.get("id").asText();
  }

  boolean shouldBeAccepted() {
    return json.get("expected_result").asText().equals("SUCCESS");
  }

  /** Whether it comes with the key that a server needs to show its certificate. */
  boolean canBeServed() {
    return !json.get("peer_certificate_key").isNull();
  }

  /** {@code accepted}, or the cause for which it was refused. */
  String verdict() throws IOException {
    Trust trust;
    try {
      trust = Trust.only(clock(), read("trusted_certs").toArray(new X509Certificate[0]));
    } catch (CertificateException e) {
      return "anchor-unreadable";
    }
    return canBeServed() ? ofSession(trust) : ofVerifier(trust);
  }

  private String ofSession(Trust trust) throws IOException {
    InetAddress[] loopback = {InetAddress.getByName("127.0.0.1")};
    try (var server = ScriptedSmtpServer.starttls(shown());
        var dialer =
            new SmtpDialer(
                SessionConfigs.with(),
                trust::verifier,
                host -> loopback,
                clock(),
                new SimpleMeterRegistry(),
                SmtpDialer.PATIENCE)) {
      dialer
          .open(Rig.settings(host(), server.port(), TlsMode.STARTTLS, null, 1), DialogueLog.NONE)
          .quit();
      return "accepted";
    } catch (SmtpException e) {
      return e.failure().cause().word();
    }
  }

  private String ofVerifier(Trust trust) {
    try {
      List<X509Certificate> chain = new ArrayList<>(read("peer_certificate"));
      chain.addAll(read("untrusted_intermediates"));
      trust.verifier(host()).checkServerTrusted(chain.toArray(new X509Certificate[0]), "UNKNOWN");
      return "accepted";
    } catch (CertificateRefused e) {
      return e.fault().word();
    } catch (CertificateException e) {
      return Cause.OTHER.word(); // so malformed that a handshake would not get as far
    }
  }

  private String host() {
    return json.get("expected_peer_name").path("value").asText("no.name.expected");
  }

  private Clock clock() {
    JsonNode time = json.get("validation_time");
    return Clock.fixed(
        time.isNull() ? ANY_TIME : OffsetDateTime.parse(time.asText()).toInstant(), ZoneOffset.UTC);
  }

  private TestCa.Leaf shown() throws IOException {
    try (PEMParser pem = new PEMParser(new StringReader(text("peer_certificate_key").get(0)))) {
      KeyPair keys = new JcaPEMKeyConverter().getKeyPair((PEMKeyPair) pem.readObject());
      List<X509Certificate> chain = new ArrayList<>();
      List<String> pems = new ArrayList<>(text("peer_certificate"));
      pems.addAll(text("untrusted_intermediates"));
      for (String certificate : pems) {
        try (PemReader reader = new PemReader(new StringReader(certificate))) {
          chain.add(new RawCertificate(reader.readPemObject().getContent(), keys.getPublic()));
        }
      }
      return new TestCa.Leaf(chain, keys.getPrivate());
    }
  }

  private List<X509Certificate> read(String field) throws CertificateException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (String pem : text(field)) {
      byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
      certificates.add(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(bytes)));
    }
    return certificates;
  }

  private List<String> text(String field) {
    List<String> text = new ArrayList<>();
    JsonNode node = json.get(field);
    (node.isArray() ? node : List.of(node)).forEach(item -> text.add(item.asText()));
    return text;
  }
}
