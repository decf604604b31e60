package org.workherald.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddrSpecTest {

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
    assertThat(AddrSpec.isValid(address)).isTrue();
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
        "@route:kim@example.com",
        "k\u202em@example.com",
        "kim@straße.example"
      })
  void refusesWhatIsNoMailAddress(String address) {
    assertThat(AddrSpec.isValid(address)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"64, true", "65, false"})
  void boundsTheLocalPartInOctets(int octets, boolean valid) {
    assertThat(AddrSpec.isValid("k".repeat(octets) + "@example.com")).isEqualTo(valid);
    assertThat(AddrSpec.isValid("ö".repeat(octets / 2) + "k".repeat(octets % 2) + "@example.com"))
        .isEqualTo(valid);
  }

  @ParameterizedTest
  @CsvSource({"254, true", "255, false"})
  void boundsTheAddress(int octets, boolean valid) {
    String labels = ("a".repeat(60) + ".").repeat(4);
    String address = "k@" + labels + "b".repeat(octets - 2 - labels.length());
    assertThat(address).hasSize(octets);
    assertThat(AddrSpec.isValid(address)).isEqualTo(valid);
  }

  @ParameterizedTest
  @CsvSource({
    "kim@bücher.example, kim@xn--bcher-kva.example, true",
    "KIM@Example.COM, KIM@Example.COM, true",
    "jörg@bücher.example, jörg@xn--bcher-kva.example, false",
  })
  void writesDomainsInAscii(String address, String written, boolean ascii) {
    AddrSpec parsed = AddrSpec.parse(address);
    assertThat(parsed).hasToString(written);
    assertThat(parsed.ascii()).isEqualTo(ascii);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kim.secret@exa mple.com", "kim..secret@example.com", "kim@secret..com"})
  void tellsNobodyTheAddressItRefuses(String address) {
    assertThatThrownBy(() -> AddrSpec.parse(address)).hasMessageNotContaining("secret");
  }
}
