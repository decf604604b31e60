package org.workherald.trust;

import io.restassured.builder.RequestSpecBuilder;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.workherald.access.Keys;
import org.workherald.access.Roles;
import org.workherald.smtp.TestCa;

/** The calls of the trust store, for tests over HTTP. */
final class TrustStoreApi {

  static final String PATH = "/trust/certificates";
  static final String PEM = "application/x-pem-file";
  static final String PASSWORD = "X-Store-Password";

  private TrustStoreApi() {}

  /** An admin's request with a body of this type. */
  static RequestSpecification admin(String type) {
    EncoderConfig raw =
        EncoderConfig.encoderConfig()
            .appendDefaultContentCharsetToContentTypeIfUndefined(false)
            .encodeContentTypeAs(type, ContentType.TEXT);
    return Keys.as(Roles.ADMIN)
        .spec(
            new RequestSpecBuilder()
                .setConfig(RestAssuredConfig.config().encoderConfig(raw))
                .build())
        .contentType(type);
  }

  /** Uploads PEM. */
  static ValidatableResponse post(String pem, String query) {
    return admin(PEM).body(pem).post(PATH + query).then();
  }

  /**
   * Uploads any file.
   *
   * @param password of a key store, or {@code null}
   */
  static ValidatableResponse upload(String type, byte[] file, String password, String query) {
    RequestSpecification request = admin(type).body(file);
    return (password == null ? request : request.header(PASSWORD, password))
        .post(PATH + query)
        .then();
  }

  /** The fingerprints of what was added over HTTP. */
  static List<String> stored() {
    return Keys.as(Roles.ADMIN).get(PATH + "?source=stored").jsonPath().getList("fingerprint");
  }

  /** Trusts no more what was added over HTTP. */
  static void forget() {
    for (String fingerprint : stored()) {
      Keys.as(Roles.ADMIN).delete(PATH + "/" + fingerprint).then().statusCode(204);
    }
  }

  static String fingerprint(TestCa ca) {
    return Fingerprint.of(ca.certificate());
  }
}
