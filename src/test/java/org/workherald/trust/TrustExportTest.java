package org.workherald.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.workherald.trust.TrustStoreApi.PASSWORD;
import static org.workherald.trust.TrustStoreApi.PATH;
import static org.workherald.trust.TrustStoreApi.PEM;
import static org.workherald.trust.TrustStoreApi.fingerprint;
import static org.workherald.trust.TrustStoreApi.forget;
import static org.workherald.trust.TrustStoreApi.post;
import static org.workherald.trust.TrustStoreApi.stored;
import static org.workherald.trust.TrustStoreApi.upload;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.workherald.access.Keys;
import org.workherald.access.Roles;
import org.workherald.smtp.TestCa;

/** Finding, looking at and taking out what is trusted. */
@QuarkusTest
class TrustExportTest {

  private static final String PKCS12 = "application/x-pkcs12";
  private static final TestCa ONE = TestCa.create("Northern Root");
  private static final TestCa TWO = TestCa.create("Southern Root");
  private static final TestCa.Leaf LEAF = ONE.leaf("mail.example.com", "192.0.2.7");

  @AfterEach
  void forgetAll() {
    forget();
  }

  private static ValidatableResponse search(String text) {
    return Keys.as(Roles.OPERATOR)
        .queryParam("source", "stored")
        .queryParam("search", text)
        .get(PATH)
        .then()
        .statusCode(200);
  }

  @Test
  void searchesNamesAliasesAndFingerprints() {
    post(ONE.pem(), "?alias=Corporate-CA");
    post(LEAF.pem(), "?pin=true");
    String one = fingerprint(ONE);
    String leaf = Fingerprint.of(LEAF.certificate());
    String sha1 = Fingerprint.sha1(LEAF.certificate());
    search("NORTHERN").body("fingerprint", containsInAnyOrder(one, leaf)); // the leaf by its issuer
    search("=workherald test, cn=north").body("fingerprint", containsInAnyOrder(one, leaf));
    search("O=Workherald Test,CN=Northern Root").body("fingerprint", containsInAnyOrder(one, leaf));
    search("orate-ca").body("fingerprint", contains(one));
    search("MAIL.example").body("fingerprint", contains(leaf));
    search("192.0.2.7").body("fingerprint", contains(leaf));
    search(sha1.toUpperCase(Locale.ROOT).replaceAll("(..)(?=.)", "$1:"))
        .body("fingerprint", contains(leaf));
    search(one.substring(0, 8)).body("fingerprint", contains(one));
    search(one.substring(0, 7)).body("fingerprint", empty());
    search("nobody").body("fingerprint", empty());
    Keys.as(Roles.OPERATOR)
        .get(PATH + "?pinned=true")
        .then()
        .statusCode(200)
        .body("fingerprint", contains(leaf));
    Keys.as(Roles.OPERATOR).queryParam("search", "a\nb").get(PATH).then().statusCode(400);
    Keys.as(Roles.OPERATOR).queryParam("search", "x".repeat(201)).get(PATH).then().statusCode(400);
  }

  @Test
  void showsEveryDetail() {
    post(ONE.pem(), "?alias=ours");
    post(LEAF.pem(), "?pin=true");
    Keys.as(Roles.OPERATOR)
        .get(PATH + "/" + fingerprint(ONE))
        .then()
        .statusCode(200)
        .body("fingerprint", equalTo(fingerprint(ONE)))
        .body("alias", equalTo("ours"))
        .body("source", equalTo("stored"))
        .body("pinned", is(false))
        .body("sha1", equalTo(Fingerprint.sha1(ONE.certificate())))
        .body("version", is(3))
        .body("publicKey", equalTo("EC P-256"))
        .body("signatureAlgorithm", equalTo("SHA256withECDSA"))
        .body("ca", is(true))
        .body("pathLength", nullValue())
        .body("keyUsage", contains("keyCertSign", "cRLSign"))
        .body("extendedKeyUsage", nullValue())
        .body("names", nullValue())
        .body("pem", equalTo(ONE.pem()));
    String issuerKey =
        Keys.as(Roles.OPERATOR).get(PATH + "/" + fingerprint(ONE)).path("subjectKeyId");
    Keys.as(Roles.OPERATOR)
        .get(PATH + "/" + Fingerprint.of(LEAF.certificate()))
        .then()
        .statusCode(200)
        .body("ca", is(false))
        .body("pinned", is(true))
        .body("keyUsage", contains("digitalSignature"))
        .body("extendedKeyUsage", contains("serverAuth"))
        .body("names", contains("mail.example.com", "192.0.2.7"))
        .body("authorityKeyId", equalTo(issuerKey));
    assertThat(issuerKey).matches("[0-9a-f]{40}");
  }

  @Test
  void showsTheDetailsOfRootsOfTheSystem() {
    List<String> system = Keys.as(Roles.OPERATOR).get(PATH + "?source=system").path("fingerprint");
    for (String fingerprint : system) {
      Keys.as(Roles.OPERATOR)
          .get(PATH + "/" + fingerprint)
          .then()
          .statusCode(200)
          .body("ca", is(true));
    }
    Keys.as(Roles.OPERATOR)
        .get(PATH + "/" + system.get(0))
        .then()
        .body("keySet()", hasItem("publicKey"));
  }

  @Test
  void givesOneAsDer() throws Exception {
    post(ONE.pem(), "");
    byte[] der =
        Keys.as(Roles.OPERATOR)
            .accept("application/pkix-cert")
            .get(PATH + "/" + fingerprint(ONE))
            .then()
            .statusCode(200)
            .header("Content-Type", equalTo("application/pkix-cert"))
            .extract()
            .asByteArray();
    assertThat(der).isEqualTo(ONE.certificate().getEncoded());
  }

  @Test
  void exportsPemThatCanBeAddedAgain() {
    post(ONE.pem(), "?alias=ours");
    post(TWO.pem(), "");
    List<String> before = stored();
    String bundle =
        Keys.as(Roles.OPERATOR)
            .accept(PEM)
            .get(PATH + "?source=stored")
            .then()
            .statusCode(200)
            .header("Content-Type", containsString(PEM))
            .header("Content-Type", not(containsString("qs=")))
            .extract()
            .asString();
    assertThat(bundle)
        .startsWith("# subject: O=Workherald Test,CN=Northern Root\n# alias: ours\n# sha256: ")
        .contains("# sha256: " + fingerprint(TWO) + "\n" + TWO.pem());
    forget();
    assertThat(stored()).isEmpty();
    post(bundle, "").statusCode(200);
    assertThat(stored()).containsExactlyInAnyOrderElementsOf(before);
    String found =
        Keys.as(Roles.OPERATOR)
            .accept(PEM)
            .get(PATH + "?search=southern")
            .then()
            .extract()
            .asString();
    assertThat(found).contains(TWO.pem()).doesNotContain("Northern");
  }

  @Test
  void exportsPkcs12ThatJavaReadsAndThatCanBeAddedAgain() throws Exception {
    post(ONE.pem(), "?alias=same");
    post(TWO.pem(), "?alias=same");
    List<String> before = stored();
    byte[] file =
        Keys.as(Roles.OPERATOR)
            .accept(PKCS12)
            .header(PASSWORD, "of-the-export")
            .get(PATH + "?source=stored")
            .then()
            .statusCode(200)
            .header("Content-Type", equalTo(PKCS12))
            .extract()
            .asByteArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(file), "of-the-export".toCharArray());
    assertThat(store.size()).isEqualTo(2);
    assertThat(store.isCertificateEntry("same")).isTrue();
    forget();
    upload(PKCS12, file, "of-the-export", "").statusCode(200).body("skipped", empty());
    assertThat(stored()).containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void anExportedPkcs12NeedsAPassword() {
    Keys.as(Roles.OPERATOR)
        .accept(PKCS12)
        .get(PATH)
        .then()
        .statusCode(400)
        .body("violations.field", contains(PASSWORD));
    for (String unfit : List.of("short", "pass\u00e4word")) {
      Keys.as(Roles.OPERATOR)
          .accept(PKCS12)
          .header(PASSWORD, unfit)
          .get(PATH)
          .then()
          .statusCode(400)
          .body("violations.field", contains(PASSWORD))
          .body(
              "violations[0].message", allOf(containsString("ASCII"), not(containsString(unfit))));
    }
  }

  @Test
  void pinnedOnesComeBackPinned() {
    post(ONE.pem(), "");
    post(LEAF.pem(), "?pin=true");
    String authorities = export("&pinned=false");
    String pinned = export("&pinned=true");
    assertThat(pinned).contains("# pinned");
    forget();
    post(pinned, "").statusCode(422).body("refused.reason", contains("not-a-ca"));
    post(authorities, "").statusCode(200);
    post(pinned, "?pin=true").statusCode(200).body("added.pinned", contains(true));
    Keys.as(Roles.OPERATOR)
        .get(PATH + "?source=stored")
        .then()
        .body("pinned", containsInAnyOrder(false, true));
  }

  private static String export(String query) {
    return Keys.as(Roles.OPERATOR).accept(PEM).get(PATH + "?source=stored" + query).asString();
  }

  @Test
  void namesCannotForgeAnExport() {
    TestCa forged = TestCa.create("x\n-----BEGIN CERTIFICATE-----");
    upload(PEM, forged.pem().getBytes(StandardCharsets.US_ASCII), null, "").statusCode(200);
    String bundle = export("");
    forget();
    post(bundle, "").statusCode(200).body("added.fingerprint", contains(fingerprint(forged)));
  }

  @Test
  void onlyThoseWhoMayReadExport() {
    Keys.as(Roles.NOTIFIER).accept(PEM).get(PATH).then().statusCode(403);
    Keys.as(Roles.NOTIFIER)
        .accept(PKCS12)
        .header(PASSWORD, "of-the-export")
        .get(PATH)
        .then()
        .statusCode(403);
  }
}
