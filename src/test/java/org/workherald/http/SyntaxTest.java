package org.workherald.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntaxTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kim@example.com",
        "KIM.lee+tag@Sub.Example.COM",
        "!#$%&'*+/=?^_`{|}~-@example.com",
        "\"kim lee\"@example.com",
        "\"a@b\"@example.com",
        "\"quo\\\"te\"@example.com",
        "\"\"@example.com",
        "kim@localhost",
        "kim@xn--bcher-kva.example",
        "kim@bücher.example",
        "kim@例え.テスト",
        "쇼핑@쇼핑.example",
        "δοκιμή@παράδειγμα.δοκιμή",
        "jörg@example.com",
        "😀@example.com",
        "kim@[192.0.2.1]",
        "kim@[IPv6:2001:db8::1]",
        "1@2.example",
        "a@a-b.example"
      })
  void takesMailAddresses(String address) {
    assertThat(MailAddressSyntax.matches(address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "kim",
        "@example.com",
        "kim@",
        "kim@@example.com",
        "kim lee@example.com",
        ".kim@example.com",
        "kim.@example.com",
        "k..m@example.com",
        "kim@example..com",
        "kim@.example.com",
        "kim@example.com.",
        "kim@-example.com",
        "kim@example-.com",
        "kim@exa_mple.com",
        "kim@192.0.2.1",
        "kim@[300.0.2.1]",
        "kim@[nonsense]",
        "Kim Lee <kim@example.com>",
        "<kim@example.com>",
        "kim@example.com,lee@example.com",
        "kim@example.com lee@example.com",
        " kim@example.com",
        "kim@example.com ",
        "kim(comment)@example.com",
        "kim@example.com\r\nBcc: all@example.com",
        "kim\r\n@example.com",
        "\"kim\nlee\"@example.com",
        "kim\u0000@example.com",
        "kim\u0085@example.com",
        "kim\u2028@example.com",
        "kim\u00a0lee@example.com",
        "kim\ud800@example.com",
        "kim@exam\u0000ple.com",
        "\"unclosed@example.com",
        "\"in\"side\"@example.com",
        "mailto:kim@example.com ",
        "@route:kim@example.com"
      })
  void refusesWhatIsNoMailAddress(String address) {
    assertThat(MailAddressSyntax.matches(address)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"64, true", "65, false"})
  void boundsTheLocalPartInOctets(int octets, boolean valid) {
    assertThat(MailAddressSyntax.matches("k".repeat(octets) + "@example.com")).isEqualTo(valid);
    assertThat(
            MailAddressSyntax.matches(
                "ö".repeat(octets / 2) + "k".repeat(octets % 2) + "@example.com"))
        .isEqualTo(valid);
  }

  @ParameterizedTest
  @CsvSource({"254, true", "255, false"})
  void boundsTheAddress(int octets, boolean valid) {
    var labels = ("a".repeat(60) + ".").repeat(4);
    var address = "k@" + labels + "b".repeat(octets - 2 - labels.length());
    assertThat(address).hasSize(octets);
    assertThat(MailAddressSyntax.matches(address)).isEqualTo(valid);
  }

  @ParameterizedTest
  @CsvSource({
    "de, de",
    "de-DE, de-DE",
    "pt_BR, pt-BR",
    "ja_JP, ja-JP",
    "zh-Hant-TW, zh-Hant-TW",
    "DE-de, de-DE",
    "iw, he",
    "in, id",
    "no, no",
    "iw_IL, he-IL",
    "es-419, es-419",
    "fil, fil"
  })
  void takesLanguages(String tag, String canonical) {
    assertThat(new LanguageTag.Known().isValid(tag, null)).isTrue();
    assertThat(LanguageTag.Known.canonical(tag)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "d",
        "xx",
        "german",
        "de-XX",
        "de_DE.UTF-8",
        "C",
        "de-",
        "_DE",
        "de DE",
        "de\n",
        "../de",
        "zh_TW_#Hant",
        "x-private",
        "de-DE-aaaaaaaa-bbbbbbbb-cccccccc-dddddddd"
      })
  void refusesOtherLanguages(String tag) {
    assertThat(new LanguageTag.Known().isValid(tag, null)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Europe/Berlin", "UTC", "+02:00", "America/Argentina/Buenos_Aires"})
  void takesTimeZones(String zone) {
    assertThat(new TimeZoneId.Known().isValid(zone, null)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Berlin", "Europe/Atlantis", "europe/berlin", "+25:00", "UTC\n"})
  void refusesOtherTimeZones(String zone) {
    assertThat(new TimeZoneId.Known().isValid(zone, null)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://navigator.example.com/?item=4711",
        "http://localhost:9080/a#b",
        "HTTPS://example.com",
        "https://bücher.example/ä"
      })
  void takesWebAddresses(String url) {
    assertThat(new WebAddress.Syntax().isValid(url, null)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com",
        "/relative",
        "//example.com",
        "https:",
        "https://",
        "https:///path",
        "ftp://example.com",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://example.com/a b",
        "https://example.com/\"onclick=",
        "https://example.com/\r\nX: y",
        " https://example.com"
      })
  void refusesOtherAddresses(String url) {
    assertThat(new WebAddress.Syntax().isValid(url, null)).isFalse();
  }
}
