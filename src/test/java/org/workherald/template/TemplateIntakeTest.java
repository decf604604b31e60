package org.workherald.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.workherald.access.AuditTrails;
import org.workherald.notification.Event;
import org.workherald.settings.SettingStore;
import org.workherald.store.Database;
import org.workherald.store.Dialect;
import org.workherald.store.MovableClock;
import org.workherald.store.TestDatabase;
import org.workherald.template.TemplateIntake.Sheet;

@ParameterizedClass
@EnumSource(Dialect.class)
class TemplateIntakeTest {

  private static final TemplateKey DE = TemplateKey.of(Event.STEP_ASSIGNED, "de");

  private final StoredTemplates stored;
  private final TemplateIntake intake;

  TemplateIntakeTest(Dialect dialect) {
    MovableClock clock = new MovableClock();
    Database database = TestDatabase.emptied(dialect).database();
    SettingStore settings = new SettingStore(database, clock);
    stored = new StoredTemplates(database, settings, AuditTrails.of(database, clock), clock);
    intake = new TemplateIntake(stored);
  }

  private static Sheet sheet(Event event, String subject) throws TemplateRefused {
    return new Sheet(
        event, "de", CompiledTemplate.of(new MailTemplate(subject, "{news}", "<p>{news}")));
  }

  @Test
  void storesOverWhateverIsStored() throws Exception {
    stored.write(DE, 0, new MailTemplate("old", "{news}", null), null);
    assertThat(
            intake.store(
                List.of(sheet(Event.STEP_ASSIGNED, "one"), sheet(Event.STEP_OVERDUE, "two"))))
        .containsExactly(2L, 1L);
    assertThat(stored.read(DE).template().subject()).isEqualTo("one");
    assertThat(stored.read(DE, 1).orElseThrow().template().subject()).isEqualTo("old");
  }

  @Test
  void storesAllOrNothing() {
    MailTemplate template = new MailTemplate("new", "{news}", null);
    Map<TemplateKey, MailTemplate> both = new LinkedHashMap<>();
    both.put(DE, template);
    // No table takes that.
    both.put(new TemplateKey(Event.STEP_OVERDUE, null), template);
    assertThatThrownBy(() -> stored.overwrite(both)).isInstanceOf(RuntimeException.class);
    assertThat(stored.read(DE).revision()).isZero();
  }
}
