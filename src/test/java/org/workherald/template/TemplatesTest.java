package org.workherald.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.workherald.access.AuditTrails;
import org.workherald.notification.Event;
import org.workherald.settings.SettingStore;
import org.workherald.settings.StaleRevision;
import org.workherald.store.Database;
import org.workherald.store.Dialect;
import org.workherald.store.MovableClock;
import org.workherald.store.TestDatabase;

/** Stored and mounted templates together, at two replicas on one database. */
@ParameterizedClass
@EnumSource(Dialect.class)
class TemplatesTest {

  private static final TemplateKey DE = TemplateKey.of(Event.STEP_ASSIGNED, "de");

  private final MovableClock clock = new MovableClock();
  private final Database database;
  @TempDir Path folder;
  private MountedTemplates mounted;
  private StoredTemplates stored;
  private Templates templates;
  private Templates replica;

  TemplatesTest(Dialect dialect) {
    database = TestDatabase.emptied(dialect).database();
  }

  record Config(Optional<Path> path) implements TemplateConfig {
    @Override
    public Duration pollInterval() {
      return Duration.ofSeconds(15);
    }
  }

  @BeforeEach
  void twoReplicas() {
    mounted = new MountedTemplates(new Config(Optional.of(folder)));
    SettingStore settings = new SettingStore(database, clock);
    stored = stored(settings);
    templates = new Templates(stored, mounted, settings);
    SettingStore others = new SettingStore(database, clock);
    replica = new Templates(stored(others), mounted, others);
  }

  private StoredTemplates stored(SettingStore settings) {
    return new StoredTemplates(database, settings, AuditTrails.of(database, clock), clock);
  }

  private static MailTemplate template(String subject) {
    return new MailTemplate(subject, "{news}", null);
  }

  private void mount(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private static String subject(Templates templates, String locale) {
    return templates
        .find(Event.STEP_ASSIGNED, locale)
        .map(found -> found.locale() + " " + found.template().source().subject())
        .orElse("built-in");
  }

  @Test
  void aChangeCountsAtOnceHereAndWithinASecondElsewhere() {
    assertThat(subject(templates, "de")).isEqualTo("built-in");
    assertThat(subject(replica, "de")).isEqualTo("built-in");
    stored.write(DE, 0, template("one"), null);
    assertThat(subject(templates, "de")).isEqualTo("de one");
    assertThat(subject(replica, "de")).isEqualTo("built-in");
    clock.move(Duration.ofMillis(1_001));
    assertThat(subject(replica, "de")).isEqualTo("de one");
    stored.write(DE, 1, template("two"), null);
    stored.write(DE, 2, null, null);
    clock.move(Duration.ofMillis(1_001));
    assertThat(subject(templates, "de")).isEqualTo("built-in");
    assertThat(subject(replica, "de")).isEqualTo("built-in");
  }

  @Test
  void takesTheClosestLanguageAndWhatIsStoredBeforeWhatIsMounted() throws IOException {
    mount("step.assigned.de.subject.txt", "mounted de\n");
    mount("step.assigned.de.txt", "{news}");
    mount("step.assigned.de_AT.subject.txt", "mounted de-AT");
    mount("step.assigned.de_AT.txt", "{news}");
    mounted.poll();
    assertThat(subject(templates, "de-CH-1996")).isEqualTo("de mounted de\n");
    assertThat(subject(templates, "de-AT")).isEqualTo("de-AT mounted de-AT");
    stored.write(DE, 0, template("stored de"), null);
    assertThat(subject(templates, "de-CH")).isEqualTo("de stored de");
    assertThat(subject(templates, "de-AT")).isEqualTo("de-AT mounted de-AT");
    assertThat(subject(templates, "den")).isEqualTo("built-in");
    assertThat(subject(templates, "")).isEqualTo("built-in");
    assertThat(templates.find(Event.STEP_OVERDUE, "de")).isEmpty();
    stored.write(TemplateKey.of(Event.STEP_ASSIGNED, "iw_IL"), 0, template("he"), null);
    assertThat(TemplateKey.of(Event.STEP_ASSIGNED, "no_NO").locale()).isEqualTo("nb-NO");
    assertThat(subject(templates, "he-IL")).isEqualTo("he-IL he");
  }

  @Test
  void keepsRevisionsAndChangesOnlyWhatItWasToldOf() {
    for (int i = 0; i < StoredTemplates.KEPT + 3; i++) {
      stored.write(DE, i, i == 51 ? null : template("revision " + (i + 1)), i == 52 ? 9L : null);
    }
    assertThat(stored.history(DE))
        .hasSize(StoredTemplates.KEPT)
        .extracting(StoredTemplate::revision)
        .startsWith(53L, 52L, 51L)
        .endsWith(4L);
    assertThat(stored.read(DE).restoredFrom()).isEqualTo(9);
    assertThat(stored.read(DE, 52).orElseThrow().template()).isNull();
    assertThat(stored.read(DE, 51).orElseThrow().restoredFrom()).isNull();
    assertThat(stored.read(DE, 51).orElseThrow().template()).isEqualTo(template("revision 51"));
    assertThat(stored.read(DE, 3)).isEmpty();
    assertThatThrownBy(() -> stored.write(DE, 52, template("stale"), null))
        .isInstanceOf(StaleRevision.class);
    assertThatThrownBy(() -> stored.write(DE, 0, template("stale"), null))
        .isInstanceOf(StaleRevision.class);
    assertThat(stored.read(DE).revision()).isEqualTo(53);
    assertThat(stored.inForce()).extracting(StoredTemplate::revision).containsExactly(53L);
    assertThat(subject(templates, "de")).isEqualTo("de revision 53");
  }

  @Test
  void whatThisReleaseCannotUseIsPassedOver() {
    stored.write(DE, 0, template("{of.a.newer.release}"), null);
    assertThat(subject(templates, "de")).isEqualTo("built-in");
    stored.write(DE, 1, template("good"), null);
    assertThat(subject(templates, "de")).isEqualTo("de good");
  }

  @Test
  void aBrokenFileNeverReplacesAGoodOne() throws IOException {
    mount("step.assigned.de.subject.txt", "good");
    mount("step.assigned.de.txt", "{news}");
    mount("step.overdue.fr.subject.txt", "{item.subject}");
    mount("none.such.de.txt", "x");
    mount("README.md", "x");
    mounted.poll();
    assertThat(mounted.problems())
        .containsOnlyKeys("none.such.de.txt", "step.overdue/fr")
        .containsEntry("step.overdue/fr", "text, line 1, column 1: is required");
    mount("step.assigned.de.txt", "{nws}");
    mount("step.overdue.fr.txt", "{news}");
    Files.delete(folder.resolve("none.such.de.txt"));
    mounted.poll();
    assertThat(mounted.problem(DE).orElseThrow()).contains("unknown field nws; did you mean news?");
    assertThat(subject(templates, "de")).isEqualTo("de good");
    assertThat(templates.find(Event.STEP_OVERDUE, "fr")).isPresent();
    Files.write(folder.resolve("step.assigned.de.txt"), new byte[] {(byte) 0xff});
    mounted.poll();
    assertThat(mounted.problem(DE).orElseThrow()).contains("UTF-8");
    Files.delete(folder.resolve("step.assigned.de.txt"));
    Files.delete(folder.resolve("step.assigned.de.subject.txt"));
    mounted.poll();
    assertThat(mounted.problems()).isEmpty();
    assertThat(subject(templates, "de")).isEqualTo("built-in");
  }

  @Test
  void followsASwapOfKubernetesAndKeepsAllWhileTheFolderIsAway() throws IOException {
    Path first = set("one");
    Path link = Files.createSymbolicLink(folder.resolve("..data"), first);
    mounted.poll();
    assertThat(subject(templates, "de")).isEqualTo("de one");
    Path second = set("two");
    Files.delete(link);
    Files.createSymbolicLink(link, second);
    mounted.poll();
    assertThat(subject(templates, "de")).isEqualTo("de two");
    MountedTemplates away = new MountedTemplates(new Config(Optional.of(folder.resolve("none"))));
    away.poll();
    assertThat(away.problems().values()).singleElement().asString().contains("cannot be read");
  }

  private Path set(String subject) throws IOException {
    Path set = Files.createDirectory(folder.resolve("..set-" + subject));
    Files.writeString(set.resolve("step.assigned.de.subject.txt"), subject);
    Files.writeString(set.resolve("step.assigned.de.txt"), "{news}");
    return set;
  }
}
