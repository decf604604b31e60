package org.workherald.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntaxTest {

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
