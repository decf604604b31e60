package org.workherald.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.workherald.trust.CertificateFiles.SECRET;
import static org.workherald.trust.TrustStoreApi.PEM;
import static org.workherald.trust.TrustStoreApi.fingerprint;
import static org.workherald.trust.TrustStoreApi.post;
import static org.workherald.trust.TrustStoreApi.stored;
import static org.workherald.trust.TrustStoreApi.upload;

import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workherald.smtp.TestCa;

/** The files that certificates come in, uploaded over HTTP. */
@QuarkusTest
class UploadFormatsTest {

  private static final String DER = "application/pkix-cert";
  private static final String PKCS7 = "application/pkcs7-mime";
  private static final String PKCS12 = "application/x-pkcs12";
  private static final String JKS = "application/x-java-keystore";

  private static final TestCa ONE = TestCa.create("First Root");
  private static final TestCa TWO = TestCa.create("Second Root");

  @AfterEach
  void forget() {
    TrustStoreApi.forget();
  }

  private static String block(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder().encodeToString(der), label);
  }

  @ParameterizedTest
  @ValueSource(strings = {DER, "application/x-x509-ca-cert"})
  void takesDer(String type) throws Exception {
    upload(type, ONE.certificate().getEncoded(), null, "")
        .statusCode(200)
        .body("added.fingerprint", contains(fingerprint(ONE)));
  }

  @ParameterizedTest
  @ValueSource(strings = {PKCS7, "application/x-pkcs7-certificates"})
  void takesPkcs7(String type) {
    upload(type, CertificateFiles.pkcs7(ONE, TWO), null, "")
        .statusCode(200)
        .body("added.fingerprint", containsInAnyOrder(fingerprint(ONE), fingerprint(TWO)));
  }

  @Test
  void takesPkcs7InBer() {
    upload(PKCS7, CertificateFiles.pkcs7InBer(ONE, TWO), null, "")
        .statusCode(200)
        .body("added.fingerprint", containsInAnyOrder(fingerprint(ONE), fingerprint(TWO)));
  }

  @ParameterizedTest
  @CsvSource({PKCS7 + ",PKCS7", PKCS7 + ",CMS", PEM + ",PKCS7"})
  void takesPkcs7InPem(String type, String label) {
    String pem = block(label, CertificateFiles.pkcs7(ONE, TWO));
    upload(type, pem.getBytes(StandardCharsets.US_ASCII), null, "")
        .statusCode(200)
        .body("added", hasSize(2));
  }

  @Test
  void takesPemWithCertificatesAndPkcs7() {
    post(TWO.pem() + block("PKCS7", CertificateFiles.pkcs7(ONE, TWO)), "")
        .statusCode(200)
        .body("added.fingerprint", contains(fingerprint(TWO), fingerprint(ONE)))
        .body("skipped.reason", contains("duplicate"));
  }

  @ParameterizedTest
  @CsvSource({
    PKCS12 + ",PKCS12",
    "application/pkcs12,PKCS12",
    JKS + ",JKS",
    // As a cacerts of JDK 18 or later, which is no JKS any more, and the reverse.
    JKS + ",PKCS12",
    PKCS12 + ",JKS"
  })
  void takesKeyStoresWithTheirAliases(String type, String actual) {
    upload(type, CertificateFiles.keyStore(actual, ONE, TWO), SECRET, "")
        .statusCode(200)
        .body("added.fingerprint", containsInAnyOrder(fingerprint(ONE), fingerprint(TWO)))
        .body("added.alias", containsInAnyOrder("ca-0", "ca-1"));
    upload(type, CertificateFiles.keyStore(actual, ONE, TWO), SECRET, "")
        .statusCode(200)
        .body("skipped.reason", contains("already-trusted", "already-trusted"))
        .body("skipped.source", contains("stored", "stored"));
  }

  @Test
  void callsThemAllByTheAliasGiven() {
    upload(PKCS12, CertificateFiles.keyStore("PKCS12", ONE, TWO), SECRET, "?alias=ours")
        .statusCode(200)
        .body("added.alias", contains("ours", "ours"));
  }

  @Test
  void anAliasFromAFileBecomesALine() {
    Map<String, X509Certificate> entries = new LinkedHashMap<>();
    entries.put("a\r\nb\u0000" + "x".repeat(200), ONE.certificate());
    upload(JKS, CertificateFiles.keyStore("JKS", SECRET, entries), SECRET, "")
        .statusCode(200)
        .body("added[0].alias", equalTo("a b " + "x".repeat(95) + "…"));
    assertThat(stored()).containsExactly(fingerprint(ONE));
  }

  @ParameterizedTest
  @CsvSource({PKCS12 + ",PKCS12", JKS + ",JKS"})
  void saysThatThePasswordIsMissingOrWrong(String type, String actual) {
    byte[] file = CertificateFiles.keyStore(actual, ONE);
    upload(type, file, null, "")
        .statusCode(422)
        .body("detail", containsString("it needs its password in the header X-Store-Password"));
    upload(type, file, "an0ther", "")
        .statusCode(422)
        .body("detail", containsString("password in the header X-Store-Password is not"))
        .body("detail", not(containsString("an0ther")));
    assertThat(stored()).isEmpty();
  }

  @Test
  void anOldCacertsComesInWithoutItsExpiredRoots() {
    Instant now = Instant.now();
    TestCa old = TestCa.create("Old", now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)));
    Map<String, X509Certificate> entries = new LinkedHashMap<>();
    entries.put("old [jdk]", old.certificate());
    entries.put("corporate", ONE.certificate());
    byte[] cacerts = CertificateFiles.keyStore("JKS", "changeit", entries);
    upload(JKS, cacerts, "changeit", "")
        .statusCode(422)
        .body("refused.alias", contains("old [jdk]"))
        .body("refused.reason", contains("expired"))
        .body("usable.alias", contains("corporate"))
        .body("usable[0].source", nullValue())
        .body("detail", containsString("?unusable=skip"));
    assertThat(stored()).isEmpty();
    upload(JKS, cacerts, "changeit", "?unusable=skip")
        .statusCode(200)
        .body("added.alias", contains("corporate"))
        .body("skipped.alias", contains("old [jdk]"))
        .body("skipped.reason", contains("expired"));
    assertThat(stored()).containsExactly(fingerprint(ONE));
  }

  @Test
  void namesTheRightTypeOfWhatIsSentAsAnother() throws Exception {
    byte[] der = ONE.certificate().getEncoded();
    byte[] pem = ONE.pem().getBytes(StandardCharsets.US_ASCII);
    byte[] store = CertificateFiles.keyStore("PKCS12", ONE);
    mismatch(PEM, der, "this is a certificate in DER (application/pkix-cert)");
    mismatch(DER, pem, "this is PEM (application/x-pem-file)");
    mismatch(PKCS7, pem, "this is PEM (application/x-pem-file)");
    mismatch(DER, CertificateFiles.pkcs7(ONE), "this is PKCS#7 (application/pkcs7-mime)");
    mismatch(PKCS7, store, "this is a PKCS#12 key store (application/x-pkcs12)");
    mismatch(PKCS12, pem, "this is PEM (application/x-pem-file)");
    mismatch(DER, CertificateFiles.keyStore("JKS", ONE), "(application/x-java-keystore)");
    mismatch(JKS, CertificateFiles.keyStore("JCEKS", ONE), "JCEKS key store");
    assertThat(stored()).isEmpty();
  }

  private static void mismatch(String type, byte[] file, String words) {
    upload(type, file, SECRET, "")
        .statusCode(422)
        .body("detail", allOf(containsString("Nothing was added"), containsString(words)));
  }

  @ParameterizedTest
  @CsvSource({PKCS12 + ",PKCS12", JKS + ",JKS"})
  void refusesKeyStoresWithAPrivateKey(String type, String actual) {
    upload(type, CertificateFiles.withKey(actual, ONE), SECRET, "")
        .statusCode(422)
        .body("detail", containsString("there is a private key in it"));
    assertThat(stored()).isEmpty();
  }

  @Test
  void refusesPrivateKeysInAnyDisguise() {
    byte[] key = ONE.leaf("localhost").key().getEncoded();
    upload(DER, key, null, "").statusCode(422).body("detail", containsString("private key"));
    for (String label : new String[] {"PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "EC PRIVATE KEY"}) {
      post(ONE.pem() + block(label, key), "")
          .statusCode(422)
          .body("detail", containsString("private key"))
          .body("detail", not(containsString(Base64.getEncoder().encodeToString(key))));
    }
    assertThat(stored()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({PKCS12 + ",PKCS12", JKS + ",JKS"})
  void aKeyStoreWithoutCertificatesIsAnError(String type, String actual) {
    upload(type, CertificateFiles.keyStore(actual), SECRET, "")
        .statusCode(422)
        .body("detail", containsString("holds 0 certificates"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {PEM, DER, PKCS7, PKCS12, JKS, "application/pkcs12", "application/x-x509-ca-cert"})
  void refusesGarbageAndNothing(String type) {
    for (byte[] body : new byte[][] {{}, {0x30}, "nothing of use".getBytes(), new byte[5_000]}) {
      upload(type, body, SECRET, "")
          .statusCode(422)
          .contentType("application/problem+json")
          .body("detail", containsString("Nothing was added: "));
    }
  }

  @Test
  void saysThatAFileIsCutOff() throws Exception {
    byte[] store = CertificateFiles.keyStore("PKCS12", ONE);
    upload(PKCS12, Arrays.copyOf(store, 100), SECRET, "")
        .statusCode(422)
        .body("detail", containsString("it is cut off, "));
    upload(DER, Arrays.copyOf(ONE.certificate().getEncoded(), 100), null, "")
        .statusCode(422)
        .body("detail", containsString("it is cut off, "));
  }

  @Test
  void otherTypesAreNotUnderstood() {
    upload("application/x-tar", new byte[10], null, "").statusCode(415);
  }

  @Test
  void refusesHostileFilesInTheSameWay() throws Exception {
    byte[] nested = new byte[1 << 19];
    for (int i = 0; i < nested.length; i += 2) {
      nested[i] = 0x30;
      nested[i + 1] = (byte) 0x80;
    }
    for (String type : new String[] {DER, PKCS7, PKCS12}) {
      upload(type, nested, SECRET, "").statusCode(422);
    }
    for (AbsurdKeys kind : AbsurdKeys.values()) {
      upload(DER, kind.certificate(), null, "?pin=true").statusCode(422);
    }
    assertThat(stored()).isEmpty();
  }
}
