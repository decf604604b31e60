package org.workherald.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "kim@example.com | | kim@example.com",
        "Kim Lee <kim@example.com> | Kim Lee | Kim Lee <kim@example.com>",
        "\"Lee, Kim\" <kim@example.com> | Lee, Kim | \"Lee, Kim\" <kim@example.com>",
        "\"a \\\"b\\\" \\\\c\" <kim@example.com> | a \"b\" \\c | \"a \\\"b\\\" \\\\c\" <kim@example.com>",
        "=?x <kim@example.com> | =?x | =?UTF-8?B?PT94?= <kim@example.com>",
        "\"k l\"@example.com | | \"k l\"@example.com",
        "\"a@b\"@example.com | | \"a@b\"@example.com",
        "a.b+c_d'e=f@x-y.example | | a.b+c_d'e=f@x-y.example",
        "postmaster@[192.0.2.1] | | postmaster@[192.0.2.1]",
        "postmaster@[IPv6:2001:db8::1] | | postmaster@[IPv6:2001:db8::1]",
        "kim@bücher.example | | kim@xn--bcher-kva.example",
        "Kim <\"a<b\"@example.com> | Kim | Kim <\"a<b\"@example.com>",
        "kim@BÜCHER.example | | kim@xn--bcher-kva.example",
        "kim@xn--strae-oqa.example | | kim@xn--strae-oqa.example",
        "審査@例え.テスト | | 審査@xn--r8jz45g.xn--zckzah",
        "😀@example.com | | 😀@example.com",
      })
  void written(String mailbox, String name, String encoded) {
    Mailbox parsed = Mailbox.parse(mailbox);
    assertThat(parsed.name()).isEqualTo(name);
    assertThat(parsed.encoded(0)).isEqualTo(encoded);
    assertThat(Mailbox.parse(parsed.toString())).isEqualTo(parsed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WorkflowEngine",
        "@example.com",
        "kim@",
        "kim@@example.com",
        "a b@example.com",
        ".kim@example.com",
        "kim.@example.com",
        "k..m@example.com",
        "\"kim@example.com",
        "\"k\"m@example.com",
        "\"k\"m\"@example.com",
        "kim@exa mple.com",
        "kim@example..com",
        "kim@example.com.",
        "kim@-example.com",
        "kim@exam_ple.com",
        "kim@straße.example",
        "kim@[192.0.2.1",
        "kim@example.com, lee@example.com",
        "<kim@example.com> lee@example.com",
        "k\u202em@example.com",
        "k\u00a0m@example.com",
        "<kim@example.com",
        "kim,lee@example.com",
        "kim@example.com>\r\nBcc: <x@example.com",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx@example.com",
      })
  void refused(String mailbox) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mailbox.parse(mailbox))
        .withMessageNotContainingAny("kim", "k..m");
  }
}
