package org.workherald.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workherald.settings.Secret;

class SmtpDraftTest {

  private static SmtpDraft draft(String host, Integer port, String tls) {
    return new SmtpDraft(
        host, port, tls, "a@example.com", null, null, null, null, null, null, null);
  }

  private static SmtpDraft login(String auth, String username, String password) {
    Secret secret = password == null ? null : new Secret(password);
    return new SmtpDraft(
        "m.example.com",
        null,
        null,
        "a@example.com",
        null,
        null,
        auth,
        username,
        secret,
        null,
        null);
  }

  private static InvalidSettings refuse(SmtpDraft draft) {
    InvalidSettings invalid = catchThrowableOfType(InvalidSettings.class, draft::settings);
    assertThat(invalid).isNotNull();
    return invalid;
  }

  @ParameterizedTest
  @CsvSource({
    ", 587, STARTTLS",
    "starttls, 587, STARTTLS",
    "implicit, 465, IMPLICIT",
  })
  void fillsInTheDefaults(String tls, int port, TlsMode mode) {
    SmtpSettings settings = draft("m.example.com", null, tls).settings();
    assertThat(settings.endpoint().port()).isEqualTo(port);
    assertThat(settings.endpoint().tls()).isEqualTo(mode);
    assertThat(settings.connections()).isEqualTo(3);
    assertThat(settings.messagesPerMinute()).isZero();
    assertThat(settings.login()).isNull();
    assertThat(draft("m.example.com", 2525, tls).settings().endpoint().port()).isEqualTo(2525);
  }

  @ParameterizedTest
  @ValueSource(strings = {"STARTTLS:smtp.gmail.com", "starttls: smtp.gmail.com"})
  void understandsFileNetsPrefix(String host) {
    assertThat(draft(host, null, null).settings().endpoint().host()).isEqualTo("smtp.gmail.com");
    assertThat(draft(host, null, "starttls").settings().endpoint().tls())
        .isEqualTo(TlsMode.STARTTLS);
    assertThat(refuse(draft(host, null, "implicit")).faults())
        .extracting(InvalidSettings.Fault::field)
        .containsExactly("tls");
    assertThat(refuse(draft(host, null, "none")).faults())
        .extracting(InvalidSettings.Fault::field)
        .contains("tls");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "127.8.9.10", "::1", "[::1]"})
  void letsALoopbackRelayDoWithoutTls(String host) {
    SmtpSettings settings = draft(host, null, "none").settings();
    assertThat(settings.endpoint().tls()).isEqualTo(TlsMode.NONE);
    assertThat(settings.endpoint().port()).isEqualTo(25);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m.example.com",
        "10.0.0.1",
        "localhost.example.com",
        "127.0.0.1.example.com",
        "::2",
        "0.0.0.0"
      })
  void nobodyElseDoesWithoutTls(String host) {
    InvalidSettings invalid = refuse(draft(host, null, "none"));
    assertThat(invalid.faults()).extracting(InvalidSettings.Fault::field).containsExactly("tls");
    assertThat(invalid).hasMessageContaining("loopback");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m.example.com:587",
        "m example.com",
        "m.example.com/",
        "a@b",
        "",
        "x\r\ny",
        "a,b"
      })
  void aHostIsAHostAlone(String host) {
    assertThat(refuse(draft(host, null, null)).faults())
        .extracting(InvalidSettings.Fault::field)
        .containsExactly("host");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"xn--bcher-kva.example", "mail_1.example.com", "2001:db8::1", "[2001:db8::1]"})
  void hostsComeInManyForms(String host) {
    assertThat(draft(host, null, null).settings().endpoint().host()).isEqualTo(host);
  }

  @Test
  void hostsAreKeptInTheFormThatDnsKnows() {
    assertThat(draft("bücher.example", null, null).settings().endpoint().host())
        .isEqualTo("xn--bcher-kva.example");
  }

  @Test
  void tellsEverythingAtOnce() {
    SmtpDraft draft =
        new SmtpDraft(
            "a b",
            70_000,
            "maybe",
            "WorkflowEngine",
            "x\ny",
            "nobody",
            "password",
            null,
            null,
            0,
            -1);
    assertThat(refuse(draft).faults())
        .extracting(InvalidSettings.Fault::field)
        .containsExactlyInAnyOrder(
            "host",
            "port",
            "tls",
            "from",
            "fromName",
            "replyTo",
            "username",
            "password",
            "connections",
            "messagesPerMinute");
  }

  @Test
  void pointsANameInFromToItsField() {
    SmtpDraft draft =
        new SmtpDraft(
            "m.example.com",
            null,
            null,
            "WorkflowEngine",
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    assertThat(refuse(draft)).hasMessageContaining("address").hasMessageContaining("fromName");
  }

  @Test
  void aUsernameAsksForAPasswordLogin() {
    SmtpSettings.Login login = login(null, "kim", "s3cret").settings().login();
    assertThat(login.username()).isEqualTo("kim");
    assertThat(login.password().value()).isEqualTo("s3cret");
    assertThat(login("none", null, null).settings().login()).isNull();
  }

  @Test
  void refusesHalfALoginAndWhatIsNotThereYet() {
    assertThat(refuse(login("password", "kim", null)).faults())
        .extracting(InvalidSettings.Fault::field)
        .containsExactly("password");
    assertThat(refuse(login("none", "kim", "s3cret")).faults())
        .extracting(InvalidSettings.Fault::field)
        .containsExactly("username", "password");
    assertThat(refuse(login("oauth2", "kim", null))).hasMessageContaining("not available yet");
  }

  @Test
  void neverShowsThePassword() {
    SmtpDraft draft = login("password", "kim", "s3cret");
    assertThat(draft.toString()).doesNotContain("s3cret");
    assertThat(draft.settings().toString()).doesNotContain("s3cret");
  }

  @Test
  void knowsTheSameAccount() {
    SmtpSettings inForce = login("password", "kim", "s3cret").settings();
    assertThat(login("password", "kim", null).isSameAccount(inForce)).isTrue();
    assertThat(login(null, "kim", null).isSameAccount(inForce)).isTrue();
    assertThat(login("password", "lee", null).isSameAccount(inForce)).isFalse();
    assertThat(login("none", null, null).isSameAccount(inForce)).isFalse();
    assertThat(draft("m.example.com", null, null).isSameAccount(inForce)).isFalse();
  }
}
