package org.workherald.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which language it is, were there words in these; that there are some is tested elsewhere. */
class LanguagesTest {

  private static final List<String> TAGS =
      List.of("de", "en", "he", "id", "ja", "nb", "pt", "pt-BR", "zh-CN", "zh-TW");

  @ParameterizedTest
  @CsvSource({
    "iw, he",
    "iw_IL, he",
    "he, he",
    "in, id",
    "in_ID, id",
    "no, nb",
    "no_NO, nb",
    "nb-NO, nb",
    "nn, nb",
    "ja_JP, ja",
    "ja_JP_JP_#u-ca-japanese, ja",
    "de-Latn-AT, de",
    "pt-BR, pt-BR",
    "pt_PT, pt",
    "zh, zh-CN",
    "zh_CN, zh-CN",
    "zh-Hans, zh-CN",
    "zh-SG, zh-CN",
    "zh-TW, zh-TW",
    "zh-Hant, zh-TW",
    "zh-Hant-HK, zh-TW",
    "zh-HK, zh-TW",
    "fr,",
    "zz-ZZ,",
    "%,",
  })
  void closest(String asked, String found) {
    assertThat(
            Languages.lookUp(Languages.locale(asked), TAGS)
                .map(tag -> Locale.forLanguageTag(tag).toLanguageTag()))
        .isEqualTo(Optional.ofNullable(found));
  }
}
