package org.workherald.filenet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodingTest {

  @Test
  void utf8IsSeen() throws NotUnderstood {
    Decoding decoding = Decoding.of("Grüße, 期限".getBytes(UTF_8), null, "ja");
    assertThat(decoding.text()).isEqualTo("Grüße, 期限");
    assertThat(decoding.charset()).isEqualTo("UTF-8");
    assertThat(decoding.why()).isEqualTo("all of it is valid UTF-8");
  }

  @ParameterizedTest
  @CsvSource({
    "ja,windows-31j,期限超過①",
    "ko,x-windows-949,기한 똠",
    "zh-CN,GB18030,期限已过",
    "zh-TW,Big5,期限已過",
    "zh-Hant-HK,Big5,期限已過",
    "ru,windows-1251,Срок истёк",
    "bg,windows-1251,Срокът изтече",
    "el,windows-1253,Προθεσμία",
    "pl,windows-1250,zażółć",
    "cs,windows-1250,příliš",
    "tr,windows-1254,süreç ığş",
    "he,windows-1255,שלום",
    "ar,windows-1256,مرحبا",
    "th,x-windows-874,เกินกำหนด",
    "de,windows-1252,Grüße €",
    "pt-BR,windows-1252,ação"
  })
  void otherwiseTheUsualOneOfTheLanguage(String locale, String charset, String text)
      throws NotUnderstood {
    Decoding decoding = Decoding.of(text.getBytes(Charset.forName(charset)), null, locale);
    assertThat(decoding.text()).isEqualTo(text);
    assertThat(decoding.charset()).isEqualTo(Charset.forName(charset).name());
    assertThat(decoding.why()).isEqualTo("it is no UTF-8, and usual for " + locale);
  }

  @Test
  void byteOrderMarksGoFirst() throws NotUnderstood {
    byte[] utf8 = "\ufeff<html><meta charset=shift_jis>é".getBytes(UTF_8);
    assertThat(Decoding.of(utf8, null, "ja").text()).startsWith("<html>").endsWith("é");
    Decoding utf16 = Decoding.of("\ufeff<html>é".getBytes(UTF_16LE), null, "ja");
    assertThat(utf16.text()).isEqualTo("<html>é");
    assertThat(utf16.charset()).isEqualTo("UTF-16LE");
  }

  @Test
  void thenWhatTheHtmlSays() throws NotUnderstood {
    String html =
        "<html><META http-equiv=Content-Type content=\"text/html; charset=ISO-8859-2\">zażółć";
    Decoding decoding = Decoding.of(html.getBytes(Charset.forName("ISO-8859-2")), null, "en");
    assertThat(decoding.text()).isEqualTo(html);
    assertThat(decoding.why()).isEqualTo("its <meta> says ISO-8859-2");
  }

  @Test
  void unlessItIsNotTrue() throws NotUnderstood {
    String html = "<html><meta charset='utf-8'>Grüße";
    Decoding decoding = Decoding.of(html.getBytes(ISO_8859_1), null, "de");
    assertThat(decoding.text()).isEqualTo(html);
    assertThat(decoding.charset()).isEqualTo("windows-1252");
    assertThat(decoding.why()).contains("usual for de").contains("not in utf-8, as its <meta>");
  }

  @Test
  void givenIsGiven() throws NotUnderstood {
    byte[] file = "Срок".getBytes(Charset.forName("KOI8-R"));
    Charset given = Charsets.named("koi8-r").orElseThrow();
    assertThat(Decoding.of(file, given, "ru").text()).isEqualTo("Срок");
    assertThatThrownBy(() -> Decoding.of("ab\nGrün".getBytes(ISO_8859_1), UTF_8, "de"))
        .isInstanceOf(NotUnderstood.class)
        .hasMessageContaining("not in UTF-8")
        .hasMessageContaining("the byte FC at 5 (line 2) does not fit");
  }

  @Test
  void noByteIsReplaced() {
    // In windows-1252 nothing is at 81.
    byte[] file = {'a', (byte) 0x81, (byte) 0xfc};
    assertThatThrownBy(() -> Decoding.of(file, null, "en"))
        .isInstanceOf(NotUnderstood.class)
        .hasMessageContaining("the byte 81 at 1")
        .hasMessageContaining("?charset=");
  }

  @Test
  void namesMeanTheLargerSets() {
    assertThat(Charsets.named("Shift_JIS")).contains(Charset.forName("windows-31j"));
    assertThat(Charsets.named("gb2312")).contains(Charset.forName("GB18030"));
    assertThat(Charsets.named("no-such-set")).isEmpty();
    assertThat(Charsets.named("not a name!")).isEmpty();
    assertThat(Charsets.named("us-ascii")).isNotEqualTo(US_ASCII);
  }
}
