package org.workherald.trust;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Certificate chains that others thought of; see {@code x509-limbo/README.md}. */
class LimboTest {

  @Test
  void decidesEachCaseAsExpectedButForTheKnownOnes() throws Exception {
    Set<String> otherwise = new TreeSet<>();
    int cases = 0;
    for (JsonNode limbo :
        new ObjectMapper().readTree(resource("x509-limbo.json")).get("testcases")) {
      cases++;
      if (accepts(limbo) != limbo.get("expected_result").asText().equals("SUCCESS")) {
        otherwise.add(limbo.get("id").asText());
      }
    }
    assertThat(cases).isEqualTo(193);
    assertThat(otherwise).isEqualTo(knownDeviations());
  }

  private static boolean accepts(JsonNode limbo) {
    try {
      List<X509Certificate> chain = new ArrayList<>();
      chain.add(certificate(limbo.get("peer_certificate")));
      chain.addAll(certificates(limbo.get("untrusted_intermediates")));
      Trust.only(
              clock(limbo.get("validation_time")),
              certificates(limbo.get("trusted_certs")).toArray(new X509Certificate[0]))
          .verifier(limbo.get("expected_peer_name").path("value").asText("no.name.expected"))
          .checkServerTrusted(chain.toArray(new X509Certificate[0]), "UNKNOWN");
      return true;
    } catch (CertificateException e) {
      return false; // refused, or so malformed that the handshake would not get as far
    }
  }

  private static Clock clock(JsonNode time) {
    return time.isNull()
        ? Clock.systemUTC()
        : Clock.fixed(OffsetDateTime.parse(time.asText()).toInstant(), ZoneOffset.UTC);
  }

  private static List<X509Certificate> certificates(JsonNode pems) throws CertificateException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (JsonNode pem : pems) {
      certificates.add(certificate(pem));
    }
    return certificates;
  }

  private static X509Certificate certificate(JsonNode pem) throws CertificateException {
    byte[] bytes = pem.asText().getBytes(StandardCharsets.US_ASCII);
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(bytes));
  }

  private static Set<String> knownDeviations() throws IOException {
    return new String(resource("deviations.txt"), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = LimboTest.class.getResourceAsStream("/x509-limbo/" + name)) {
      return in.readAllBytes();
    }
  }
}
