package org.workherald.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.workherald.trust.TrustStoreApi.PATH;
import static org.workherald.trust.TrustStoreApi.PEM;
import static org.workherald.trust.TrustStoreApi.admin;
import static org.workherald.trust.TrustStoreApi.fingerprint;
import static org.workherald.trust.TrustStoreApi.post;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workherald.access.Keys;
import org.workherald.access.Roles;
import org.workherald.smtp.TestCa;

@QuarkusTest
class TrustResourceTest {

  private static final TestCa CA = TestCa.create("Uploaded Root");

  @Inject Trust trust;

  @AfterEach
  void forget() {
    TrustStoreApi.forget();
  }

  @Test
  void addsListsShowsAndDeletes() {
    long before = trust.revision();
    post(CA.pem(), "?alias=ours")
        .statusCode(200)
        .body("skipped", empty())
        .body("added", hasSize(1))
        .body("added[0].fingerprint", equalTo(fingerprint(CA)))
        .body("added[0].alias", equalTo("ours"))
        .body("added[0].source", equalTo("stored"))
        .body("added[0].pinned", is(false))
        .body("added[0].warnings", empty());
    assertThat(trust.revision()).isGreaterThan(before);

    Keys.as(Roles.OPERATOR)
        .get(PATH + "?source=stored")
        .then()
        .statusCode(200)
        .body("subject", contains("O=Workherald Test,CN=Uploaded Root"))
        .body("issuer", contains("O=Workherald Test,CN=Uploaded Root"))
        .body("serial", contains(CA.certificate().getSerialNumber().toString(16)))
        .body("notBefore[0]", notNullValue())
        .body("notAfter[0]", equalTo(CA.certificate().getNotAfter().toInstant().toString()));
    String shown = fingerprint(CA).toUpperCase(Locale.ROOT).replaceAll("(..)(?=.)", "$1:");
    Keys.as(Roles.OPERATOR)
        .get(PATH + "/" + shown)
        .then()
        .statusCode(200)
        .body("alias", is("ours"));
    Keys.as(Roles.OPERATOR)
        .accept(PEM)
        .get(PATH + "/" + fingerprint(CA))
        .then()
        .statusCode(200)
        .contentType(PEM)
        .body(equalTo(CA.pem()));

    Keys.as(Roles.ADMIN).delete(PATH + "/" + fingerprint(CA)).then().statusCode(204);
    Keys.as(Roles.ADMIN).delete(PATH + "/" + fingerprint(CA)).then().statusCode(404);
    Keys.as(Roles.OPERATOR).get(PATH + "/" + fingerprint(CA)).then().statusCode(404);
    Keys.as(Roles.OPERATOR).get(PATH + "?source=stored").then().body("", empty());
  }

  @Test
  void namesAreFitToBeShown() {
    TestCa evil = TestCa.create("Evil\u202egpj\u2028x\u2029y\u0085z");
    String shown = "O=Workherald Test,CN=Evil gpj x y z";
    admin(PEM)
        .queryParam("alias", "our\u202es")
        .body(evil.pem())
        .post(PATH)
        .then()
        .statusCode(200)
        .body("added.subject", contains(shown))
        .body("added.alias", contains("our s"));
    String all =
        Stream.of(PATH + "?source=stored", PATH + "?search=gpj x y", PATH + "/" + fingerprint(evil))
            .map(path -> Keys.as(Roles.OPERATOR).get(path).then().statusCode(200))
            .map(answer -> answer.body(containsString(shown)).extract().asString())
            .collect(Collectors.joining());
    String exported =
        Keys.as(Roles.OPERATOR)
            .accept(PEM)
            .get(PATH + "?source=stored")
            .then()
            .extract()
            .asString();
    assertThat(exported).contains("# subject: " + shown);
    String refused = post(evil.leaf("localhost").pem(), "").statusCode(422).extract().asString();
    assertThat(all + exported.replace("\n", "") + refused)
        .doesNotContainPattern("[\\p{C}\\p{Zl}\\p{Zp}]");
  }

  @Test
  void accountsForEveryCertificate() {
    post(CA.pem(), "").statusCode(200);
    TestCa other = TestCa.create("Other");
    post("a bundle\r\n" + other.pem() + CA.pem() + other.pem(), "")
        .statusCode(200)
        .body("added.fingerprint", contains(fingerprint(other)))
        .body("skipped.fingerprint", contains(fingerprint(CA), fingerprint(other)))
        .body("skipped.reason", contains("already-trusted", "duplicate"));
  }

  @Test
  void listsEachThatCannotBeReliedOnAndAddsNone() {
    Instant now = Instant.now();
    TestCa old = TestCa.create("Old", now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)));
    TestCa early =
        TestCa.create("Early", now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(9)));
    TestCa.Leaf weak = CA.request("localhost").digest("SHA1").issue();
    post(CA.pem() + old.pem() + early.pem() + weak.pem() + CA.leaf("localhost").pem(), "")
        .statusCode(422)
        .contentType("application/problem+json")
        .body("detail", containsString("4 of 5"))
        .body("refused.reason", contains("expired", "not-yet-valid", "weak", "not-a-ca"))
        .body("refused[0].fingerprint", equalTo(fingerprint(old)))
        .body("refused[0].subject", containsString("CN=Old"))
        .body("refused[0].source", nullValue())
        .body("refused.detail", everyItem(notNullValue()))
        .body("usable.fingerprint", contains(fingerprint(CA)))
        .body("skipped", empty())
        .body("detail", containsString("?unusable=skip"));
    Keys.as(Roles.OPERATOR).get(PATH + "?source=stored").then().body("", empty());
  }

  @Test
  void leavesOutWhatCannotBeReliedOnWhenAskedTo() {
    Instant now = Instant.now();
    TestCa old = TestCa.create("Old", now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)));
    post(old.pem() + CA.pem() + CA.leaf("localhost").pem(), "?unusable=skip")
        .statusCode(200)
        .body("added.fingerprint", contains(fingerprint(CA)))
        .body("skipped.reason", contains("expired", "not-a-ca"))
        .body("skipped[0].fingerprint", equalTo(fingerprint(old)));
    post(CA.pem(), "?unusable=maybe").statusCode(400);
    Keys.as(Roles.OPERATOR)
        .get(PATH + "?source=stored")
        .then()
        .body("fingerprint", contains(fingerprint(CA)));
  }

  @Test
  void pinsAServersOwnCertificate() {
    TestCa.Leaf leaf = TestCa.selfSigned("localhost");
    post(leaf.pem(), "?pin=true").statusCode(200).body("added[0].pinned", is(true));
    post(leaf.pem(), "?pin=true")
        .statusCode(200)
        .body("skipped.reason", contains("already-trusted"));
  }

  @Test
  void warnsOfWhatExpiresSoon() {
    Instant now = Instant.now();
    TestCa soon =
        TestCa.create("Soon", now.minus(Duration.ofDays(9)), now.plus(Duration.ofDays(20)));
    post(soon.pem(), "").statusCode(200).body("added[0].warnings", contains("expires-soon"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nothing of use",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\nAAAA",
        "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n",
      })
  void refusesABodyThatHoldsSomethingElse(String body) {
    post(CA.pem() + body, "").statusCode(body.startsWith("-") ? 422 : 200);
    post(body, "").statusCode(422).body("detail", containsString("Nothing was added"));
  }

  @Test
  void refusesPrivateKeysWithoutRepeatingThem() {
    String body = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n" + CA.pem();
    String answer =
        post(body, "")
            .statusCode(422)
            .body("detail", containsString("private key"))
            .extract()
            .asString();
    assertThat(answer).doesNotContain("c2VjcmV0");
    Keys.as(Roles.OPERATOR).get(PATH + "?source=stored").then().body("", empty());
  }

  @Test
  void refusesTooMuch() {
    post("#".repeat((1 << 20) + 1), "").statusCode(413);
    post(CA.pem().repeat(1_001), "")
        .statusCode(422)
        .body("detail", containsString("more than 1,000 certificates"));
  }

  @Test
  void refusesAnAliasThatIsNoLine() {
    admin(PEM).queryParam("alias", "a\nb").body(CA.pem()).post(PATH).then().statusCode(400);
  }

  @Test
  void saysWhereACertificateComesFromThatCannotBeDeleted() {
    List<String> system =
        Keys.as(Roles.OPERATOR)
            .get(PATH + "?source=system")
            .then()
            .body("size()", greaterThan(10))
            .extract()
            .path("fingerprint");
    Keys.as(Roles.ADMIN)
        .delete(PATH + "/" + system.get(0))
        .then()
        .statusCode(409)
        .body("detail", containsString("system-roots"));
    Keys.as(Roles.OPERATOR).get(PATH + "?source=elsewhere").then().statusCode(400);
    Keys.as(Roles.OPERATOR).get(PATH).then().body("source.unique()", containsInAnyOrder("system"));
  }

  @Test
  void metersTellTheDaysUntilTheFirstExpires() {
    Instant now = Instant.now();
    TestCa first =
        TestCa.create("First", now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(100)));
    post(CA.pem() + first.pem(), "").statusCode(200);
    Keys.as(Roles.OPERATOR)
        .accept(ContentType.ANY)
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .body(containsString("workherald_trust_expiry_days 99."))
        .body(containsString("workherald_trust_mounted_ok 1.0"));
  }

  @Test
  void anOperatorReadsAndAnAdminChanges() {
    Keys.as(Roles.OPERATOR)
        .contentType(PEM)
        .body(CA.pem().getBytes(StandardCharsets.US_ASCII))
        .post(PATH)
        .then()
        .statusCode(403);
    Keys.as(Roles.OPERATOR).delete(PATH + "/00").then().statusCode(403);
    Keys.as(Roles.NOTIFIER).get(PATH).then().statusCode(403);
  }
}
