package org.workherald.filenet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.workherald.filenet.Placement.Terms;
import org.workherald.notification.Event;

class PlacementTest {

  private static final Terms OPEN = new Terms(null, null, null, null);

  @ParameterizedTest
  @CsvSource({
    "en/stp_new.msg, en,",
    "msg/pt_BR/stp_new.msg, pt-BR,",
    "de/msg/STP_NEW.MSG, de,",
    "iw/6/stp_new.msg, he, 6",
    "no/stp_new.msg, nb,",
    "no_NO/stp_new.msg, nb-NO,",
    "C:\\fnsw_loc\\sd\\msg\\ja\\0\\stp_new.msg, ja, 0",
    "../../../zh-TW/stp_new.msg, zh-TW,"
  })
  void foldersTellTheLanguage(String path, String locale, String application) throws Exception {
    assertThat(Placement.of(path, OPEN))
        .isEqualTo(new Placement(Event.STEP_ASSIGNED, locale, application));
  }

  @ParameterizedTest
  @CsvSource({
    "stp_new.msg",
    "0/stp_new.msg",
    "fnsw/loc/sd/msg/1/stp_new.msg",
    "xq/stp_new.msg",
    "/stp_new.msg"
  })
  void withoutOneItHasToBeGiven(String path) throws Exception {
    assertThatThrownBy(() -> Placement.of(path, OPEN))
        .isInstanceOf(NotUnderstood.class)
        .hasMessageContaining("?locale=");
    assertThat(Placement.of(path, new Terms(null, "de_AT", null, null)).locale())
        .isEqualTo("de-AT");
  }

  @ParameterizedTest
  @EnumSource(MessageType.class)
  void everyFileOfFileNetHasItsEvent(MessageType type) throws Exception {
    assertThat(Placement.of("en/" + type.file(), OPEN).event()).isEqualTo(type.event());
  }

  @ParameterizedTest
  @CsvSource({"en/readme.txt", "en/stp_new.msg.bak", "__MACOSX/en/._stp_new.msg", "en/", "''", "/"})
  void othersAreNoTemplates(String path) {
    assertThatThrownBy(() -> Placement.of(path, OPEN))
        .isInstanceOf(NotUnderstood.class)
        .hasMessageContaining("none of FileNet's: stp_new.msg, ");
  }

  @Test
  void theCallerMayChooseAnApplication() throws Exception {
    Terms first = new Terms(null, null, null, "1");
    assertThat(Placement.of("en/1/stp_new.msg", first).application()).isEqualTo("1");
    assertThat(Placement.of("en/stp_new.msg", first).application()).isNull();
    assertThatThrownBy(() -> Placement.of("en/2/stp_new.msg", first))
        .hasMessage("It is of application 2, and 1 is asked for.");
  }
}
