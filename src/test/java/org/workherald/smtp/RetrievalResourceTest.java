package org.workherald.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.workherald.access.Keys;
import org.workherald.access.Roles;
import org.workherald.trust.Fingerprint;

/** From a server that nobody trusts to one that mail goes to: two calls. */
@QuarkusTest
class RetrievalResourceTest {

  private static final TestCa ROOT = TestCa.create("Retrieved Root");
  private static final TestCa SUB = ROOT.intermediate("Retrieved Sub");

  @AfterEach
  void forget() {
    List<String> stored =
        Keys.as(Roles.ADMIN)
            .get("/trust/certificates?source=stored")
            .jsonPath()
            .getList("fingerprint");
    stored.forEach(
        one -> Keys.as(Roles.ADMIN).delete("/trust/certificates/" + one).then().statusCode(204));
  }

  private static Map<String, Object> server(int port, String tls) {
    return Map.of("host", "localhost", "port", port, "tls", tls);
  }

  private static ValidatableResponse retrieve(Map<String, Object> body) {
    return Keys.as(Roles.OPERATOR).body(body).post("/trust/retrieve").then();
  }

  private static ValidatableResponse approve(
      Map<String, Object> from, String fingerprint, String query) {
    return Keys.as(Roles.ADMIN)
        .body(Map.of("from", from, "fingerprint", fingerprint, "alias", "mail"))
        .post("/trust/certificates" + query)
        .then();
  }

  private static String fingerprint(X509Certificate certificate) {
    return Fingerprint.of(certificate);
  }

  @Test
  void retrievesApprovesAndIsTrusted() {
    TestCa.Leaf leaf = SUB.leaf("localhost");
    for (String tls : List.of("starttls", "implicit")) {
      try (var mail =
          tls.equals("starttls")
              ? ScriptedSmtpServer.starttls(leaf)
              : ScriptedSmtpServer.implicit(leaf)) {
        Map<String, Object> server = server(mail.port(), tls);
        retrieve(server)
            .statusCode(200)
            .body("trusted", is(false))
            .body("causes", contains("untrusted-issuer"))
            .body("problems[0].detail", containsString("CN=Retrieved Root"))
            .body(
                "chain.fingerprint",
                contains(fingerprint(leaf.certificate()), fingerprint(SUB.certificate())))
            .body("chain.role", contains("server", "intermediate"))
            .body("chain[0].pem", equalTo(TestCa.pem(leaf.certificate())))
            .body(
                "path.fingerprint",
                contains(fingerprint(leaf.certificate()), fingerprint(SUB.certificate())))
            .body("path[0].pem", nullValue())
            .body("complete", is(true))
            .body("missingIssuer", containsString("CN=Retrieved Root"))
            .body("suggest", equalTo(fingerprint(SUB.certificate())))
            .body("advice", containsString("trust it with POST /trust/certificates {\"from\""))
            .body("hostnameMatches", is(true))
            .body("protocol", equalTo("TLSv1.3"))
            .body("cipher", containsString("TLS_AES"));

        approve(server, fingerprint(SUB.certificate()).toUpperCase(), "")
            .statusCode(200)
            .body("added.fingerprint", contains(fingerprint(SUB.certificate())))
            .body("added.alias", contains("mail"));
        retrieve(server)
            .statusCode(200)
            .body("trusted", is(true))
            .body("causes", empty())
            .body("suggest", nullValue())
            .body("advice", nullValue())
            .body("path[1].source", equalTo("stored"));
        approve(server, fingerprint(SUB.certificate()), "")
            .statusCode(200)
            .body("added", empty())
            .body("skipped.reason", contains("already-trusted"));
        assertNothingWasSaid(mail);
      }
      forget();
    }
  }

  @Test
  void onlyWhatIsShownNowIsAdded() {
    TestCa.Leaf before = SUB.leaf("localhost");
    TestCa stranger = TestCa.create("Stranger");
    try (var other =
        ScriptedSmtpServer.starttls(stranger.intermediate("Their Sub").leaf("localhost"))) {
      approve(server(other.port(), "starttls"), fingerprint(SUB.certificate()), "")
          .statusCode(422)
          .body("violations.field", contains("fingerprint"))
          .body("violations[0].message", containsString("nothing was added"));
    }
    // Sent along, but not on the way up from the server's own certificate.
    TestCa.Leaf mixed =
        new TestCa.Leaf(
            List.of(before.certificate(), SUB.certificate(), stranger.certificate()), before.key());
    try (var mail = ScriptedSmtpServer.starttls(mixed)) {
      approve(server(mail.port(), "starttls"), fingerprint(stranger.certificate()), "")
          .statusCode(422)
          .body("violations.field", contains("fingerprint"));
    }
    Keys.as(Roles.OPERATOR).get("/trust/certificates?source=stored").then().body("", empty());
  }

  @Test
  void aServersOwnCertificateMustBePinned() {
    TestCa.Leaf own = TestCa.selfSigned("localhost");
    try (var mail = ScriptedSmtpServer.starttls(own)) {
      Map<String, Object> server = server(mail.port(), "starttls");
      String print = fingerprint(own.certificate());
      retrieve(server).body("causes", contains("self-signed")).body("suggest", equalTo(print));
      approve(server, print, "").statusCode(422).body("detail", containsString("?pin=true"));
      approve(server, print, "?pin=true").statusCode(200).body("added.pinned", contains(true));
      retrieve(server).body("trusted", is(true));
    }
  }

  /** What {@code openssl req -x509} makes calls itself an authority. */
  @Test
  void soMustOneThatCallsItselfAnAuthority() throws IOException {
    GeneralName name = new GeneralName(GeneralName.dNSName, "localhost");
    TestCa own =
        TestCa.root("Server")
            .extension("2.5.29.17", false, new GeneralNames(name).getEncoded())
            .create();
    TestCa.Leaf leaf = new TestCa.Leaf(List.of(own.certificate()), own.key());
    try (var mail = ScriptedSmtpServer.starttls(leaf)) {
      Map<String, Object> server = server(mail.port(), "starttls");
      String print = fingerprint(own.certificate());
      retrieve(server).body("suggest", equalTo(print)).body("suggestPin", is(true));
      approve(server, print, "").statusCode(422).body("detail", containsString("?pin=true"));
      approve(server, print, "?pin=true").statusCode(200).body("added.pinned", contains(true));
      retrieve(server).body("trusted", is(true));
    }
  }

  @Test
  void whoIsAboveSomebodyTrustedCanBeApprovedToo() {
    TestCa.Leaf leaf = SUB.leaf("localhost");
    TestCa.Leaf whole =
        new TestCa.Leaf(
            List.of(leaf.certificate(), SUB.certificate(), ROOT.certificate()), leaf.key());
    try (var mail = ScriptedSmtpServer.starttls(whole)) {
      for (TestCa ca : List.of(SUB, ROOT)) {
        approve(server(mail.port(), "starttls"), fingerprint(ca.certificate()), "")
            .statusCode(200)
            .body("added.fingerprint", contains(fingerprint(ca.certificate())));
      }
    }
  }

  @Test
  void aMissingIntermediateIsSaid() {
    try (var mail =
        ScriptedSmtpServer.starttls(SUB.request("localhost").withoutIntermediates().issue())) {
      retrieve(server(mail.port(), "starttls"))
          .statusCode(200)
          .body("complete", is(false))
          .body("causes", contains("untrusted-issuer"))
          .body("missingIssuer", containsString("CN=Retrieved Sub"))
          .body("advice", containsString("have the server send its intermediate certificates"))
          .body("suggest", nullValue());
    }
  }

  /** Words that turn the reading direction or end a line: U+202E, U+2028 and U+0085, and more. */
  @Test
  void namesAreFitToBeShown() {
    String hostile = "Evil \u202e\u2066gpj\u2028x\u2029y\u0085z\u009b\ufeff";
    TestCa sub = TestCa.create("Root " + hostile).intermediate("Sub " + hostile);
    TestCa.Leaf bad =
        sub.request("localhost", "DNS:\0\33a", "DNS:\177b").commonName("Leaf " + hostile).issue();
    try (var mail = ScriptedSmtpServer.starttls(bad)) {
      Map<String, Object> server = new HashMap<>(server(mail.port(), "starttls"));
      String seen =
          retrieve(server)
              .statusCode(200)
              .body("chain.subject", contains(shown("Leaf"), shown("Sub")))
              .body("chain.issuer", contains(shown("Sub"), shown("Root")))
              .body("missingIssuer", equalTo(shown("Root")))
              .body("problems[0].detail", containsString(shown("Root")))
              .body("chain[0].names", contains("localhost", " a", " b"))
              .extract()
              .asString();
      server.put("from", "from@example.com");
      String examined =
          Keys.as(Roles.OPERATOR)
              .body(server)
              .post("/smtp/test")
              .then()
              .statusCode(200)
              .body("chain.subject", contains(shown("Leaf"), shown("Sub")))
              .extract()
              .asString();
      assertThat(seen + examined).doesNotContainPattern("[\\p{C}\\p{Zl}\\p{Zp}]|\\\\u00");
    }
  }

  private static String shown(String name) {
    return "O=Workherald Test,CN=" + name + " Evil  gpj x y z ";
  }

  @Test
  void everyCauseIsToldAtOnce() {
    TestCa.Leaf bad =
        SUB.request("other.example.com").keyType("RSA").digest("SHA1").expired().issue();
    try (var mail = ScriptedSmtpServer.starttls(bad)) {
      retrieve(server(mail.port(), "starttls"))
          .statusCode(200)
          .body(
              "causes",
              contains("expired", "weak-algorithm", "untrusted-issuer", "hostname-mismatch"))
          .body("hostnameMatches", is(false))
          .body("suggest", equalTo(fingerprint(SUB.certificate())));
    }
  }

  @Test
  void aServerThatComesNotSoFarIsToldOf() {
    try (var mail = ScriptedSmtpServer.plain()) {
      retrieve(server(mail.port(), "starttls"))
          .statusCode(200)
          .body("chain", empty())
          .body("trusted", is(false))
          .body("causes", contains("starttls-not-offered"))
          .body("suggest", nullValue());
      approve(server(mail.port(), "starttls"), fingerprint(ROOT.certificate()), "")
          .statusCode(422)
          .body("cause", equalTo("starttls-not-offered"));
      assertNothingWasSaid(mail);
    }
    retrieve(server(1, "starttls")).statusCode(200).body("causes", contains("refused"));
  }

  @Test
  void theServerInUseNeedsNotBeNamed() throws Exception {
    Keys.as(Roles.OPERATOR)
        .post("/trust/retrieve")
        .then()
        .statusCode(422)
        .body("detail", containsString("PUT /smtp"));
    try (var mail = ScriptedSmtpServer.starttls(SUB.leaf("localhost"))) {
      Map<String, Object> settings = new HashMap<>(server(mail.port(), "starttls"));
      settings.put("from", "from@example.com");
      Keys.as(Roles.ADMIN).body(settings).put("/smtp").then().statusCode(200);
      HttpResponse<String> answer = withoutBody("/trust/retrieve");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body())
          .contains("\"port\":" + mail.port())
          .contains("\"causes\":[\"untrusted-issuer\"]");
    } finally {
      Keys.as(Roles.ADMIN).delete("/smtp").then().statusCode(200);
    }
  }

  /** As curl sends it: not even a type of the body is said, as REST Assured would. */
  private static HttpResponse<String> withoutBody(String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + path))
            .header("Authorization", "Bearer " + Keys.of(Roles.OPERATOR))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void badOrdersAreRefused() {
    retrieve(Map.of("port", 587)).statusCode(400).body("violations.field", hasItem("host"));
    retrieve(Map.of("host", "a b", "tls", "starttls"))
        .statusCode(422)
        .body("violations.field", contains("host"));
    retrieve(Map.of("host", "localhost", "port", 70_000)).statusCode(400);
    retrieve(Map.of("host", "localhost", "tls", "none"))
        .statusCode(400)
        .body("violations.field", contains("tls"));
    retrieve(Map.of("host", "localhost", "trustAll", true))
        .statusCode(400)
        .body("violations.field", contains("trustAll"));
    approve(Map.of("host", "a b"), "00".repeat(32), "")
        .statusCode(422)
        .body("violations.field", contains("from.host"));
    approve(server(1, "starttls"), "abc", "")
        .statusCode(400)
        .body("violations.field", contains("fingerprint"));
    Keys.as(Roles.ADMIN)
        .body(Map.of("fingerprint", "00".repeat(32)))
        .post("/trust/certificates")
        .then()
        .statusCode(400)
        .body("violations.field", contains("from"));
  }

  @Test
  void notifiersMayNotAndOperatorsMayNotApprove() {
    Map<String, Object> server = server(1, "starttls");
    Keys.as(Roles.NOTIFIER).body(server).post("/trust/retrieve").then().statusCode(403);
    Keys.as(Roles.OPERATOR)
        .body(Map.of("from", server, "fingerprint", "00".repeat(32)))
        .post("/trust/certificates")
        .then()
        .statusCode(403);
  }

  @Test
  void everyLookIsInTheAuditTrail() {
    retrieve(server(1, "implicit")).statusCode(200);
    Keys.as(Roles.OPERATOR)
        .get("/audit?action=trust.retrieved&limit=1")
        .then()
        .body("entries.subject", contains("localhost:1"));
  }

  private static void assertNothingWasSaid(ScriptedSmtpServer mail) {
    assertThat(mail.mails()).isEmpty();
    assertThat(new String(mail.received(), ISO_8859_1)).doesNotContain("AUTH", "MAIL", "RCPT");
  }
}
