package org.workherald.filenet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.workherald.filenet.Archive.Member;
import org.workherald.filenet.ImportAnswer.Converted;
import org.workherald.filenet.ImportAnswer.LeftOut;
import org.workherald.filenet.Placement.Terms;
import org.workherald.notification.Event;

class TemplateImportTest {

  private static final Terms OPEN = new Terms(null, null, null, null);

  private final TemplateImport templates = new TemplateImport(null);

  @Test
  void samplesPassTheCheckAndArePreviewed() throws Exception {
    ImportAnswer answer = templates.of(Archive.read(Zips.of(Zips.samples())), OPEN, false);
    assertThat(answer.stored()).isZero();
    assertThat(answer.leftOut()).isEmpty();
    assertThat(answer.files())
        .extracting(Converted::name, Converted::event, Converted::locale, Converted::charset)
        .containsExactly(
            tuple("de/org_milestone.msg", Event.MILESTONE_REACHED, "de", "windows-1252"),
            tuple("en/stp_deadline.msg", Event.STEP_OVERDUE, "en", "UTF-8"),
            tuple("en/stp_new.msg", Event.STEP_ASSIGNED, "en", "windows-1252"),
            tuple("ja/trk_wf_deadline.msg", Event.WORKFLOW_OVERDUE, "ja", "windows-31j"));
    assertThat(answer.files())
        .allSatisfy(
            file -> {
              assertThat(file.errors()).isEmpty();
              assertThat(file.warnings()).isEmpty();
              assertThat(file.preview().subject()).endsWith(": Approve invoice 4711");
              assertThat(file.preview().text()).contains("Alex Stone").doesNotContain("{", "$F_");
              assertThat(file.preview().html()).doesNotContain("{item", "\\{", "$F_");
            });
    assertThat(answer.files().get(2).preview().html())
        .contains("body { font-family: Verdana, sans-serif; font-size: 10pt }")
        .contains("<a href=\"https://navigator.example.com/?item=4711\">open the step</a>");
  }

  @Test
  void everyFileIsAccountedFor() throws Exception {
    List<Member> files = new ArrayList<>();
    files.add(file("en/0/stp_new.msg", "<p>same"));
    files.add(file("en/1/stp_new.msg", "<p>same"));
    files.add(file("en/0/stp_reminder.msg", "<p>one"));
    files.add(file("en/1/stp_reminder.msg", "<p>other"));
    files.add(file("en/readme.txt", "hello"));
    files.add(file("en/trk_new.msg", ""));
    files.add(file("stp_new.msg", "<p>where"));
    files.add(new Member("en/trk_exception.msg", null));
    files.add(
        new Member(
            "en/stp_deadline.msg", new byte[] {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0}));
    files.add(new Member("en/trk_milestone.msg", new byte[] {'a', (byte) 0x81}));
    files.add(file("en/org_milestone.msg", "<p>" + "x".repeat(70_000)));
    ImportAnswer answer = templates.of(files, OPEN, false);
    assertThat(answer.files())
        .extracting(Converted::name, Converted::application)
        .containsExactly(tuple("en/0/stp_new.msg", "0"), tuple("en/org_milestone.msg", null));
    assertThat(answer.files().get(1).preview()).isNull();
    assertThat(answer.files().get(1).errors())
        .anySatisfy(fault -> assertThat(fault.message()).contains("65536 characters"));
    assertThat(answer.leftOut())
        .extracting(LeftOut::name, left -> left.why().split("[.,(:] ?")[0])
        .containsExactlyInAnyOrder(
            tuple("en/1/stp_new.msg", "It says the same as en/0/stp_new"),
            tuple(
                "en/0/stp_reminder.msg",
                "It is for the same event and language as en/1/stp_reminder"),
            tuple(
                "en/1/stp_reminder.msg",
                "It is for the same event and language as en/0/stp_reminder"),
            tuple("en/readme.txt", "Its name is none of FileNet's"),
            tuple("en/trk_new.msg", "It is empty"),
            tuple("stp_new.msg", "None of its folders is called after a language"),
            tuple("en/trk_exception.msg", "It has more than 128 KiB"),
            tuple("en/stp_deadline.msg", "It is a message of Outlook"),
            tuple("en/trk_milestone.msg", "It is neither in UTF-8 nor in windows-1252"));
  }

  @Test
  void anApplicationCanBeChosen() throws Exception {
    List<Member> files =
        List.of(file("en/0/stp_new.msg", "<p>one"), file("en/1/stp_new.msg", "<p>other"));
    ImportAnswer answer = templates.of(files, new Terms(null, null, null, "1"), false);
    assertThat(answer.files()).extracting(Converted::name).containsExactly("en/1/stp_new.msg");
    assertThat(answer.leftOut()).hasSize(1);
  }

  @Test
  void answersHaveABound() {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < MarkedText.MOST; i++) {
      fields.append("$A").append(i).append(' ');
    }
    List<Member> files = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      files.add(file("en/" + i + "/stp_new.msg", fields.toString()));
    }
    assertThatThrownBy(() -> templates.of(files, OPEN, false))
        .isInstanceOf(NotUnderstood.class)
        .hasMessageContaining("Send fewer");
  }

  private static Member file(String path, String text) {
    return new Member(path, text.getBytes(UTF_8));
  }
}
