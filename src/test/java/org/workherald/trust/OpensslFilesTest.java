package org.workherald.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.nullValue;
import static org.workherald.trust.TrustStoreApi.PATH;
import static org.workherald.trust.TrustStoreApi.fingerprint;
import static org.workherald.trust.TrustStoreApi.post;
import static org.workherald.trust.TrustStoreApi.stored;
import static org.workherald.trust.TrustStoreApi.upload;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workherald.access.Keys;
import org.workherald.access.Roles;
import org.workherald.smtp.TestCa;

/** Files that openssl made, and files for openssl to read. Skipped where there is none. */
@QuarkusTest
class OpensslFilesTest {

  private static final String PKCS7 = "application/pkcs7-mime";
  private static final String PKCS12 = "application/x-pkcs12";
  private static final TestCa ONE = TestCa.create("First Root");
  private static final TestCa TWO = TestCa.create("Second Root");

  @TempDir Path folder;

  @BeforeEach
  void files() throws Exception {
    try {
      openssl("version");
    } catch (IOException e) {
      Assumptions.abort("there is no openssl here");
    }
    Files.writeString(folder.resolve("ca.pem"), ONE.pem() + TWO.pem());
    TestCa.Leaf leaf = ONE.leaf("localhost");
    String key = Base64.getMimeEncoder().encodeToString(leaf.key().getEncoded());
    Files.writeString(
        folder.resolve("key.pem"),
        "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n" + leaf.pem());
  }

  @AfterEach
  void forget() {
    TrustStoreApi.forget();
  }

  private String openssl(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String said = Files.readString(output);
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  private byte[] file(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"DER", "PEM"})
  void takesItsPkcs7(String form) throws Exception {
    openssl("crl2pkcs7", "-nocrl", "-certfile", "ca.pem", "-outform", form, "-out", "ca.p7b");
    upload(PKCS7, file("ca.p7b"), null, "")
        .statusCode(200)
        .body("added.fingerprint", containsInAnyOrder(fingerprint(ONE), fingerprint(TWO)));
  }

  @Test
  void takesPemWithItsTextAround() throws Exception {
    post(openssl("x509", "-in", "ca.pem", "-text"), "").statusCode(200);
    assertThat(stored()).containsExactly(fingerprint(ONE));
  }

  private byte[] pkcs12(String password, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("pkcs12", "-export", "-nokeys", "-in", "ca.pem"));
    all.addAll(List.of("-out", "ca.p12", "-passout", "pass:" + password));
    all.addAll(List.of(arguments));
    openssl(all.toArray(String[]::new));
    return file("ca.p12");
  }

  @Test
  void takesItsPkcs12() throws Exception {
    byte[] file = pkcs12("abc123");
    upload(PKCS12, file, "abc124", "")
        .statusCode(422)
        .body("detail", containsString("X-Store-Password is not"));
    upload(PKCS12, file, null, "").statusCode(422).body("detail", containsString("none is given"));
    upload(PKCS12, file, "abc123", "")
        .statusCode(200)
        .body("added.fingerprint", containsInAnyOrder(fingerprint(ONE), fingerprint(TWO)))
        .body("added.alias", everyItem(nullValue()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-certpbe NONE",
        "-certpbe PBE-SHA1-3DES -macalg sha1",
        "-certpbe AES-128-CBC -macalg sha512",
        "-certpbe AES-256-CBC -iter 100000",
        "-nomac",
        "-legacy -certpbe PBE-SHA1-RC2-40",
        "-legacy -certpbe PBE-SHA1-RC2-128"
      })
  void takesItsPkcs12InAllCiphers(String arguments) throws Exception {
    try {
      openssl("list", "-providers", "-provider", arguments.contains("legacy") ? "legacy" : "base");
    } catch (AssertionError e) {
      Assumptions.abort("this openssl has no ciphers of old");
    }
    String[] all = arguments.isEmpty() ? new String[0] : arguments.split(" ");
    for (String password : List.of("abc123", "")) {
      assertThat(
              CertificateFormat.PKCS12.read(
                  pkcs12(password, all), new StorePassword(password, "the header")))
          .extracting(NamedCertificate::certificate)
          .containsExactly(ONE.certificate(), TWO.certificate());
    }
  }

  @Test
  void saysWhatJavaCannotDecrypt() throws Exception {
    byte[] file = pkcs12("abc123", "-certpbe", "AES-192-CBC");
    upload(PKCS12, file, "abc123", "")
        .statusCode(422)
        .body("detail", containsString("in a way that Java does not know"));
  }

  @Test
  void refusesItsPkcs12WithAKey() throws Exception {
    openssl("pkcs12", "-export", "-in", "key.pem", "-out", "key.p12", "-passout", "pass:abc123");
    upload(PKCS12, file("key.p12"), "abc123", "")
        .statusCode(422)
        .body("detail", containsString("private key"));
    upload(PKCS7, file("key.pem"), null, "").statusCode(422);
  }

  @Test
  void readsWhatIsExported() throws Exception {
    post(ONE.pem() + TWO.pem(), "").statusCode(200);
    Files.write(
        folder.resolve("out.p12"),
        Keys.as(Roles.OPERATOR)
            .accept(PKCS12)
            .header(TrustStoreApi.PASSWORD, "abc123")
            .get(PATH + "?source=stored")
            .asByteArray());
    assertThat(openssl("pkcs12", "-in", "out.p12", "-nokeys", "-passin", "pass:abc123"))
        .contains("First Root", "Second Root");
    Files.writeString(
        folder.resolve("out.pem"),
        Keys.as(Roles.OPERATOR).accept(TrustStoreApi.PEM).get(PATH + "?source=stored").asString());
    assertThat(openssl("crl2pkcs7", "-nocrl", "-certfile", "out.pem")).contains("BEGIN PKCS7");
    assertThat(openssl("verify", "-CAfile", "out.pem", "ca.pem")).contains("ca.pem: OK");
  }
}
