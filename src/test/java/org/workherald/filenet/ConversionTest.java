package org.workherald.filenet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.workherald.filenet.Remark.Kind;

class ConversionTest {

  @Test
  void aTypicalFile() throws Exception {
    Conversion conversion = sample("en/stp_new.msg", "en");
    assertThat(conversion.template().subject()).isEqualTo("New task: {item.subject}");
    assertThat(conversion.template().text())
        .isEqualTo(
            """
            New task

            There is work for you – café “La Fenêtre”

            The step {item.step} of the workflow "{item.subject}" waits for you.
            Launched by {item.originator} on {item.started}; assigned {item.occurred}.

            Instructions: {item.instructions}
            Queue: {item.queue}
            Amount: {item.fields['InvoiceAmount']} of $100,000.00 at most

            To work on it, open the step <{item.url}>, or find it in your tasks <{item.url}>.

            Questions? Write to us <mailto:workflow@example.com>.
            """);
    assertThat(conversion.template().html())
        .contains("body \\{ font-family: Verdana, sans-serif; font-size: 10pt \\}")
        .contains("<a href=\"{item.url}\">open the step</a>")
        .contains("<html lang=\"en\">")
        .contains("<meta charset=\"utf-8\">")
        .doesNotContain("windows-1252", "<script", "onload", "background=", "<img", "$F_");
    assertThat(conversion.notCarriedOver())
        .extracting(Remark::line, Remark::column, Remark::kind)
        .containsExactly(
            tuple(2, 2, Kind.REMOVED), // recipients
            tuple(8, 1, Kind.REMOVED), // a picture in the style sheet
            tuple(14, 1, Kind.REMOVED), // script
            tuple(18, 7, Kind.REMOVED), // background
            tuple(18, 95, Kind.REMOVED), // onload
            tuple(19, 1, Kind.REMOVED), // picture
            tuple(26, 39, Kind.CHANGED), // a field of their own
            tuple(28, 22, Kind.CHANGED), // the link to the item
            tuple(29, 18, Kind.GUESSED)); // the link to something else
    assertThat(conversion.notCarriedOver())
        .allSatisfy(remark -> assertThat(remark.remedy()).endsWith("."));
  }

  @Test
  void japaneseNamesEndWhereTheTextGoesOn() throws Exception {
    Conversion conversion = sample("ja/trk_wf_deadline.msg", "ja");
    assertThat(conversion.template().subject()).isEqualTo("ワークフロー期限超過: {item.subject}");
    assertThat(conversion.template().text()).contains("部署：{item.fields['Department']}です①");
  }

  @Test
  void rowsOfLabelsReadAsLines() throws Exception {
    Conversion conversion = sample("en/stp_deadline.msg", "en");
    assertThat(conversion.template().text())
        .contains("Launched by: {item.originator}, {item.started}\n")
        .contains("Please complete it: {item.url}\n");
  }

  @ParameterizedTest
  @EnumSource(FileNetField.class)
  void everyKnownFieldIsMappedOrReported(FileNetField field) throws Exception {
    Conversion conversion = convert("<html><p>a <i>$%s</i> b</p></html>".formatted(field.field()));
    String text = conversion.template().text();
    assertThat(text.replace("  ", " "))
        .isEqualTo("a %s b\n".formatted(field.expression()).replace("  ", " "));
    List<Remark> remarks =
        conversion.notCarriedOver().stream().filter(remark -> remark.column() == 15).toList();
    if (field.kind() == null) {
      assertThat(remarks).isEmpty();
    } else {
      assertThat(remarks).singleElement().extracting(Remark::kind).isEqualTo(field.kind());
    }
  }

  @Test
  void elementsOfArraysAreTold() throws Exception {
    assertThat(convert("$F_Originator[1] $F_Originator").template().text())
        .isEqualTo("{item.originator} {item.originator}\n");
    Conversion second = convert("<p>a$F_Originator[2]b $Items[3]");
    assertThat(second.template().text()).isEqualTo("ab {item.fields['Items[3]']}\n");
    assertThat(second.notCarriedOver())
        .extracting(Remark::found)
        .contains("$F_Originator[2]", "$Items[3]");
  }

  @Test
  void capitalLettersMatter() throws Exception {
    Conversion conversion = convert("<p>$F_SUBJECT");
    assertThat(conversion.template().text()).isEqualTo("{item.fields['F_SUBJECT']}\n");
    assertThat(conversion.notCarriedOver())
        .anySatisfy(remark -> assertThat(remark.what()).contains("there is $F_Subject"));
  }

  @Test
  void subjectsWithoutPrefixAndWithFields() throws Exception {
    Conversion none = convert("<p>a");
    assertThat(none.template().subject()).isEqualTo("{prefix} {item.subject}");
    assertThat(none.notCarriedOver())
        .singleElement()
        .extracting(Remark::kind)
        .isEqualTo(Kind.GUESSED);
    assertThat(convert("<$F_SUBJPREFIX>\n<p>a").template().subject()).isEqualTo("{item.subject}");
    assertThat(convert("  < $F_SUBJPREFIX {!} $F_STEPLABEL:>\n<p>a").template().subject())
        .isEqualTo("\\{!\\} {item.step}: {item.subject}");
    assertThat(convert("<$F_SUBJPREFIX Re:\n<p>a").template().subject())
        .isEqualTo("Re: {item.subject}");
  }

  @Test
  void recipientsAreToldInEachForm() throws Exception {
    for (String form :
        List.of(
            "<$F_EMAILADDR a@example.com;b@example.com>",
            "<$F_EMAILADDR <a@example.com;b@example.com>>",
            "$F_EMAILADDR <a@example.com;b@example.com>",
            "$F_EMAILADDR a@example.com; b@example.com")) {
      Conversion conversion = convert("<$F_SUBJPREFIX A>\n" + form + "\n<html><p>text</html>");
      assertThat(conversion.template().text()).as(form).isEqualTo("text\n");
      assertThat(conversion.notCarriedOver())
          .singleElement()
          .satisfies(
              remark -> {
                assertThat(remark.line()).isEqualTo(2);
                assertThat(remark.found()).isEqualTo(form);
                assertThat(remark.remedy()).contains("POST /notifications");
              });
    }
  }

  @Test
  void whatStandsOutsideOfTheHtmlIsTold() throws Exception {
    Conversion conversion = convert("<$F_SUBJPREFIX A>\n$Code x\n<html><p>text</html>\nlast $Z");
    assertThat(conversion.template().text()).isEqualTo("text\n");
    assertThat(conversion.notCarriedOver())
        .extracting(Remark::line, Remark::found)
        .containsExactly(tuple(2, "$Code x"), tuple(4, "last $Z"));
  }

  @Test
  void linksLeadToTheItem() throws Exception {
    Conversion conversion =
        convert(
            "<a href='https://$F_WEBSERVER/x?y=$F_WobNum'>a</a>"
                + "<a href='https://old.example.com/x?y=$F_WobNum'>b</a>"
                + "<a href=\"javascript:window.open('http://$F_WEBSERVER/x')\">c</a>"
                + "<a href='javascript:go()'>d</a><a href='help.html'>e</a>"
                + "<a href='https://example.com/help'>f</a>");
    assertThat(conversion.template().html())
        .contains(
            "<a href=\"{item.url}\">a</a><a href=\"{item.url}\">b</a><a href=\"{item.url}\">c</a>"
                + "<a>d</a><a href=\"help.html\">e</a><a href=\"https://example.com/help\">f</a>");
    assertThat(conversion.notCarriedOver()).hasSize(6);
  }

  @Test
  void picturesThatCannotBeFoundGiveWayToTheirText() throws Exception {
    Conversion conversion =
        convert(
            "<p><img src=logo.gif alt='Logo of $Firm'> <img src='https://example.com/a.png'>"
                + " <img src='data:image/gif;base64,R0'></p>");
    assertThat(conversion.template().html())
        .contains("<p>Logo of {item.fields['Firm']} <img src=\"https://example.com/a.png\">")
        .contains("<img src=\"data:image/gif;base64,R0\">");
    assertThat(conversion.notCarriedOver())
        .extracting(Remark::kind)
        .containsExactly(Kind.GUESSED, Kind.REMOVED, Kind.CHANGED, Kind.CHANGED);
  }

  @Test
  void nothingToReadIsNoTemplate() {
    assertThatThrownBy(() -> convert("<$F_SUBJPREFIX A>\n<html></html>"))
        .isInstanceOf(NotUnderstood.class)
        .hasMessage("There is no text in it.");
    assertThatThrownBy(() -> convert("$A ".repeat(MarkedText.MOST + 1)))
        .isInstanceOf(NotUnderstood.class)
        .hasMessage("It has more than 500 fields.");
  }

  private static Conversion convert(String source) throws NotUnderstood {
    return Conversion.of(source, "en");
  }

  private static Conversion sample(String path, String locale) throws Exception {
    return Conversion.of(Decoding.of(Zips.sample(path), null, locale).text(), locale);
  }
}
