package org.workherald.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.workherald.settings.SettingStore;
import org.workherald.settings.StaleRevision;
import org.workherald.store.Database;
import org.workherald.store.Dialect;
import org.workherald.store.Ids;
import org.workherald.store.LongReads;
import org.workherald.store.MovableClock;
import org.workherald.store.TestDatabase;

@ParameterizedClass
@EnumSource(Dialect.class)
class AuditTrailTest {

  private static final Caller KIM = new Caller("k1", "Kim's key", "192.0.2.17");
  private static final Duration RETENTION = Duration.ofDays(2);

  private final MovableClock clock = new MovableClock();
  private final Database database;
  private final AuditTrail trail;
  private final AuditList list;
  private Caller current = KIM;

  AuditTrailTest(Dialect dialect) {
    database = TestDatabase.emptied(dialect).database();
    trail = new AuditTrail(database, new Ids(clock), clock, RETENTION, () -> current);
    list = new AuditList(new LongReads(database, 1, Duration.ZERO));
  }

  @Test
  void tellsWhoDidWhatAndFromWhere() {
    trail.record(AuditAction.SMTP_TESTED, "smtp.example.com:587", "with a test mail");
    AuditEntry entry = entries().get(0);
    assertThat(entry.id().version()).isEqualTo(7);
    assertThat(entry)
        .isEqualTo(
            new AuditEntry(
                entry.id(),
                clock.instant(),
                "k1",
                "Kim's key",
                "192.0.2.17",
                "smtp.tested",
                "smtp.example.com:587",
                "with a test mail"));
  }

  @Test
  void asksForTheCallerOnTheThreadOfTheRequest() {
    Thread mine = Thread.currentThread();
    var threads = new ArrayList<Thread>();
    var asking =
        new AuditTrail(
            database,
            new Ids(clock),
            clock,
            RETENTION,
            () -> {
              threads.add(Thread.currentThread());
              return KIM;
            });
    asking.record(AuditAction.TRUST_RETRIEVED, "smtp.example.com:587", null);
    ring(asking).add(key("k2"));
    ring(asking).addFirst(key("k3"), () -> {});
    ring(asking).revoke("k2", keys -> {});
    assertThat(threads).isNotEmpty().containsOnly(mine);
  }

  @Test
  void withoutARequestItIsTheSystem() {
    AuditTrails.of(database, clock).record(AuditAction.KEY_CREATED, "admin", null);
    assertThat(entries())
        .extracting(AuditEntry::who, AuditEntry::name, AuditEntry::address)
        .containsExactly(tuple("system", "system", null));
  }

  @Test
  void aChangeThatFailsLeavesNoEntry() {
    assertThatThrownBy(
            () ->
                database.write(
                    handle -> {
                      trail.append(handle, KIM, AuditAction.USER_CHANGED, "kim", null);
                      throw new IllegalArgumentException("refused");
                    }))
        .hasMessage("refused");
    ring(trail).add(key("k1"));
    assertThatThrownBy(
            () ->
                ring(trail)
                    .revoke(
                        "k1",
                        keys -> {
                          throw new IllegalArgumentException("the last one");
                        }))
        .hasMessage("the last one");
    assertThat(ring(trail).revoke("unknown", keys -> {})).isFalse();
    var settings = new SettingStore(database, clock);
    assertThatThrownBy(
            () ->
                settings.write(
                    "smtp",
                    7,
                    "{}",
                    handle -> trail.append(handle, KIM, AuditAction.SMTP_CHANGED, "a:1", null)))
        .isInstanceOf(StaleRevision.class);
    assertThat(actions()).containsExactly("key.created");
  }

  @Test
  void withoutItsEntryThereIsNoChange() {
    current = new Caller(null, null, null);
    assertThatThrownBy(() -> ring(trail).add(key("k1"))).isNotNull();
    assertThat(ring(trail).all()).isEmpty();
    var settings = new SettingStore(database, clock);
    assertThatThrownBy(
            () ->
                settings.write(
                    "smtp",
                    0,
                    "{}",
                    handle -> trail.append(handle, current, AuditAction.SMTP_CHANGED, "a", null)))
        .isNotNull();
    assertThat(settings.read("smtp").body()).isNull();
  }

  @Test
  void tellsOfKeysByTheirNames() {
    ring(trail).add(key("k9"));
    ring(trail).revoke("k9", keys -> {});
    assertThat(entries())
        .extracting(AuditEntry::action, AuditEntry::subject, AuditEntry::detail)
        .containsExactly(
            tuple("key.revoked", "k9", "engine, roles admin, notifier"),
            tuple("key.created", "k9", "engine, roles admin, notifier"));
  }

  @Test
  void quotesStrangersInOneBoundedLine() {
    trail.record(AuditAction.TRUST_ADDED, "ff\n00", "CN=a\r\nadmin\0\u202E\u2028b\uD800c");
    trail.record(AuditAction.TRUST_ADDED, "ff", "x".repeat(500));
    trail.record(AuditAction.TRUST_ADDED, "ff", "x".repeat(498) + "😀😀");
    assertThat(entries())
        .extracting(AuditEntry::subject, AuditEntry::detail)
        .containsExactly(
            tuple("ff", "x".repeat(498) + "…"),
            tuple("ff", "x".repeat(500)),
            tuple("ff 00", "CN=a admin b c"));
  }

  @Test
  void filters() {
    trail.record(AuditAction.TRUST_ADDED, "aa", null);
    clock.move(Duration.ofHours(1));
    Instant noon = clock.instant();
    current = new Caller("k2", "Lee's key", null);
    trail.record(AuditAction.TRUST_REMOVED, "aa", null);
    clock.move(Duration.ofHours(1));
    trail.record(AuditAction.TRUST_ADDED, "bb", null);

    assertThat(found("added", q -> {})).containsExactly("trust.added bb", "trust.added aa");
    assertThat(found(null, q -> q.who = "k2"))
        .containsExactly("trust.added bb", "trust.removed aa");
    assertThat(found(null, q -> q.subject = "aa"))
        .containsExactly("trust.removed aa", "trust.added aa");
    assertThat(found(null, q -> q.since = noon.toString()))
        .containsExactly("trust.added bb", "trust.removed aa");
    assertThat(found(null, q -> q.since = noon.plusMillis(1).toString()))
        .containsExactly("trust.added bb");
    assertThat(found("added", q -> q.who = "k1")).containsExactly("trust.added aa");
    assertThat(found("removed", q -> q.subject = "bb")).isEmpty();
  }

  @Test
  void pages() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      trail.record(AuditAction.TRUST_ADDED, "c" + i, null);
      all.add(0, "c" + i);
    }
    List<String> seen = new ArrayList<>();
    var parameters = new AuditQuery.Parameters();
    parameters.limit = "3";
    int pages = 0;
    do {
      AuditPage page = list.page(parameters.query());
      page.entries().forEach(entry -> seen.add(entry.subject()));
      parameters.cursor = page.next();
      pages++;
    } while (parameters.cursor != null);
    assertThat(seen).isEqualTo(all);
    assertThat(pages).isEqualTo(3);
  }

  @Test
  void removesWhatIsOlderThanItsRetentionChunkByChunk() {
    for (int i = 0; i < 5; i++) {
      trail.record(AuditAction.USER_CHANGED, "old" + i, null);
    }
    clock.move(Duration.ofMillis(1));
    trail.record(AuditAction.USER_CHANGED, "young", null);
    clock.move(RETENTION.minusMillis(1));
    assertThat(trail.purge(3)).isZero();
    clock.move(Duration.ofMillis(1));
    assertThat(trail.purge(3)).isEqualTo(3);
    assertThat(entries()).extracting(AuditEntry::subject).containsExactly("young", "old4", "old3");
    assertThat(trail.purge(3)).isEqualTo(2);
    assertThat(trail.purge(3)).isZero();
    assertThat(entries()).extracting(AuditEntry::subject).containsExactly("young");
  }

  @Test
  void anIdIsNotLessThanTheFirstOfItsTime() {
    UUID id = new Ids(clock).next();
    assertThat(Ids.first(clock.instant()).toString()).isLessThan(id.toString());
    assertThat(Ids.first(clock.instant().plusMillis(1)).toString()).isGreaterThan(id.toString());
  }

  private List<AuditEntry> entries() {
    return list.page(new AuditQuery.Parameters().query()).entries();
  }

  private List<String> actions() {
    return entries().stream().map(AuditEntry::action).toList();
  }

  private List<String> found(String action, Consumer<AuditQuery.Parameters> more) {
    var parameters = new AuditQuery.Parameters();
    parameters.action = action == null ? null : "trust." + action;
    more.accept(parameters);
    return list.page(parameters.query()).entries().stream()
        .map(entry -> entry.action() + " " + entry.subject())
        .toList();
  }

  private KeyRing ring(AuditTrail trail) {
    return new KeyRing(database, new KeyTable(), new SettingStore(database, clock), trail, clock);
  }

  private ApiKey key(String id) {
    var roles = new TreeSet<>(List.of(Roles.ADMIN, Roles.NOTIFIER));
    return new ApiKey(id, "engine", roles, ApiKey.hash(id), clock.instant());
  }
}
