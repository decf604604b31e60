package org.workherald.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes on the wire is pure, or does not go. */
class EnvelopeTest {

  private static final Capabilities ALL =
      new Capabilities(Set.of("SIZE", "8BITMIME", "SMTPUTF8"), Set.of(), 100_000);

  private static Envelope envelope(String sender, String recipient, String text, Capabilities c)
      throws SmtpException {
    return Envelope.of(
        new OutgoingMessage(new UUID(0, 1), sender, recipient, text.getBytes(UTF_8)),
        c,
        Instant.EPOCH);
  }

  private static SmtpFailure refused(String sender, String recipient, String text, Capabilities c) {
    return catchThrowableOfType(SmtpException.class, () -> envelope(sender, recipient, text, c))
        .failure();
  }

  @Test
  void plainMail() throws SmtpException {
    Envelope made = envelope("a@example.com", "b@example.org", "A: b\r\n\r\nc\r\n", ALL);
    assertThat(made.mail()).isEqualTo("MAIL FROM:<a@example.com> SIZE=11");
    assertThat(made.rcpt()).isEqualTo("RCPT TO:<b@example.org>");
    assertThat(envelope("a@example.com", "b@example.org", "A: b\r\n", Capabilities.NONE).mail())
        .isEqualTo("MAIL FROM:<a@example.com>");
  }

  @Test
  void domainsAreAlwaysAscii() throws SmtpException {
    Envelope made = envelope("a@bücher.example", "b@例え.example", "A: b\r\n", Capabilities.NONE);
    assertThat(made.mail()).isEqualTo("MAIL FROM:<a@xn--bcher-kva.example>");
    assertThat(made.rcpt()).isEqualTo("RCPT TO:<b@xn--r8jz45g.example>");
  }

  @Test
  void unicodeLocalPartsNeedSmtputf8() throws SmtpException {
    assertThat(envelope("a@example.com", "jürgen@example.com", "A: b\r\n", ALL).mail())
        .endsWith(" SMTPUTF8");
    SmtpFailure recipient =
        refused("a@example.com", "jürgen@example.com", "A: b\r\n", Capabilities.NONE);
    assertThat(recipient.kind()).isEqualTo(SmtpFailure.Kind.REJECTED);
    assertThat(recipient.cause()).isEqualTo(Cause.RECIPIENT_REFUSED);
    SmtpFailure sender =
        refused("jürgen@example.com", "b@example.com", "A: b\r\n", Capabilities.NONE);
    assertThat(sender.kind()).isEqualTo(SmtpFailure.Kind.MISCONFIGURED);
    assertThat(sender.server()).isTrue();
  }

  @Test
  void eightBitContentNeedsItsExtensions() throws SmtpException {
    assertThat(envelope("a@example.com", "b@example.com", "A: b\r\n\r\nü\r\n", ALL).mail())
        .endsWith(" BODY=8BITMIME");
    assertThat(envelope("a@example.com", "b@example.com", "A: ü\r\n\r\nb\r\n", ALL).mail())
        .endsWith(" BODY=8BITMIME SMTPUTF8");
    assertThat(
            refused("a@example.com", "b@example.com", "A: b\r\n\r\nü\r\n", Capabilities.NONE)
                .kind())
        .isEqualTo(SmtpFailure.Kind.REJECTED);
    assertThat(
            refused("a@example.com", "b@example.com", "A: ü\r\n\r\nb\r\n", Capabilities.NONE)
                .cause())
        .isEqualTo(Cause.OTHER);
  }

  @Test
  void tooBigIsNotTried() {
    SmtpFailure failure =
        refused("a@example.com", "b@example.com", "A: b\r\n\r\n" + "x\r\n".repeat(40_000), ALL);
    assertThat(failure.kind()).isEqualTo(SmtpFailure.Kind.REJECTED);
    assertThat(failure.detail()).contains("100000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "b@example.com\r\nRCPT TO:<c@example.com>",
        "b@example.com> NOTIFY=NEVER",
        "b>@example.com",
        "<b@example.com",
        "\"b\"c@example.com",
        "\"b\"\"@example.com",
        "b\0@example.com",
        "b\u0085@example.com",
        "b\u2028@example.com",
        "b\u760d@example.com@",
        "b c@example.com",
        "b@exa mple.com",
        "b@-",
        "b@",
        "@example.com",
        "b",
        "",
        "b..c@example.com",
        "b@[127.0.0.1> X=[]",
        "12345678901234567890123456789012345678901234567890123456789012345@example.com",
      })
  void whatIsNoAddressIsNotSent(String address) {
    SmtpFailure failure = refused("a@example.com", address, "A: b\r\n", ALL);
    assertThat(failure.kind()).isEqualTo(SmtpFailure.Kind.REJECTED);
    assertThat(failure.cause()).isEqualTo(Cause.RECIPIENT_REFUSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "b@example.com",
        "b.c+d@example.com",
        "o'neil@example.com",
        "\"b c\"@example.com",
        "\"b>c\"@example.com",
        "\"a\\\"b\"@example.com",
        "b@[192.0.2.1]",
        "b@[IPv6:2001:db8::1]",
        "b@localhost",
        "b@xn--bcher-kva.example",
      })
  void oddButValidAddressesAre(String address) throws SmtpException {
    assertThat(envelope("a@example.com", address, "A: b\r\n", ALL).rcpt())
        .isEqualTo("RCPT TO:<" + address + ">");
  }

  @ParameterizedTest
  @CsvSource({
    "'A: b|c|', 'A: b|c|.|'",
    "'A: b||.|', 'A: b||..|.|'",
    "'.A|', '..A|.|'",
    "'A: b||..x|.y|z.|', 'A: b||...x|..y|z.|.|'",
    "'A: b||no end', 'A: b||no end|.|'",
    "'A: b||.', 'A: b||..|.|'",
    "'', '.|'",
  })
  void dotsAreStuffedAndTheEndIsOne(String message, String wire) {
    byte[] made = WireContent.of(message.replace("|", "\r\n").getBytes(ISO_8859_1)).bytes();
    assertThat(new String(made, ISO_8859_1)).isEqualTo(wire.replace("|", "\r\n"));
  }

  @Test
  void manyDotsGrowTheMessage() {
    byte[] message = ".\r\n".repeat(10_000).getBytes(ISO_8859_1);
    assertThat(WireContent.of(message).bytes()).hasSize(message.length + 10_000 + 3);
    assertThat(WireContent.of(message).size()).isEqualTo(message.length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A: b\n",
        "A: b\r",
        "A: b\r\r\n",
        "A: b\r\n\n.\r\n",
        "A\0\r\n",
        "A: b\r\n.\n",
        "\n",
        "\r"
      })
  void impureContentIsRefused(String message) {
    assertThatThrownBy(() -> WireContent.of(message.getBytes(ISO_8859_1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(refused("a@example.com", "b@example.com", message, ALL).kind())
        .isEqualTo(SmtpFailure.Kind.REJECTED);
  }

  @Test
  void linesHave998OctetsAtMost() {
    assertThat(WireContent.of(("x".repeat(998) + "\r\n").getBytes(ISO_8859_1)).size())
        .isEqualTo(1000);
    assertThatThrownBy(() -> WireContent.of(("x".repeat(999) + "\r\n").getBytes(ISO_8859_1)))
        .hasMessageContaining("998");
    assertThatThrownBy(() -> WireContent.of("x".repeat(999).getBytes(ISO_8859_1)))
        .hasMessageContaining("998");
  }
}
