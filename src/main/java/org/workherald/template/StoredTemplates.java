package org.workherald.template;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.workherald.access.AuditAction;
import org.workherald.access.AuditTrail;
import org.workherald.access.Caller;
import org.workherald.notification.Event;
import org.workherald.settings.Setting;
import org.workherald.settings.SettingStore;
import org.workherald.settings.StaleRevision;
import org.workherald.store.Database;

/**
 * The templates stored over HTTP, with what they were before: the table {@code mail_template}. The
 * latest revision is in force; going back stores an older one anew.
 */
@ApplicationScoped
class StoredTemplates {

  /** The kind of setting whose revision tells the replicas that the table has changed. */
  static final String KIND = "templates";

  /** How many revisions are kept for an event and language. */
  static final int KEPT = 50;

  private static final String COLUMNS =
      "event, locale, revision, subject, text, html, restored_from, created_at, created_by";

  private final Database database;
  private final SettingStore settings;
  private final AuditTrail trail;
  private final Clock clock;

  StoredTemplates(Database database, SettingStore settings, AuditTrail trail, Clock clock) {
    this.database = database;
    this.settings = settings;
    this.trail = trail;
    this.clock = clock;
  }

  /** Everything that is in force, but without the templates themselves. */
  List<StoredTemplate> inForce() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT event, locale, revision, created_at, created_by
                    FROM mail_template latest
                    WHERE subject IS NOT NULL AND revision = (
                      SELECT max(revision) FROM mail_template
                      WHERE event = latest.event AND locale = latest.locale)
                    ORDER BY event, locale
                    """)
                .map((row, context) -> listed(row))
                .filter(Objects::nonNull)
                .list());
  }

  /** The latest revision, as it stands in the database now. */
  StoredTemplate read(TemplateKey key) {
    return database.read(handle -> read(handle, key));
  }

  private static StoredTemplate read(Handle handle, TemplateKey key) {
    return handle
        .createQuery(
            """
            SELECT <columns> FROM mail_template
            WHERE event = :event AND locale = :locale ORDER BY revision DESC LIMIT 1
            """)
        .define("columns", COLUMNS)
        .bind("event", key.event().id())
        .bind("locale", key.locale())
        .map((row, context) -> stored(key, row))
        .findOne()
        .orElseGet(() -> StoredTemplate.none(key));
  }

  /** A certain revision, if it is still kept. */
  Optional<StoredTemplate> read(TemplateKey key, long revision) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT <columns> FROM mail_template
                    WHERE event = :event AND locale = :locale AND revision = :revision
                    """)
                .define("columns", COLUMNS)
                .bind("event", key.event().id())
                .bind("locale", key.locale())
                .bind("revision", revision)
                .map((row, context) -> stored(key, row))
                .findOne());
  }

  /** All revisions that are kept, the latest first. */
  List<StoredTemplate> history(TemplateKey key) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT <columns> FROM mail_template
                    WHERE event = :event AND locale = :locale ORDER BY revision DESC
                    """)
                .define("columns", COLUMNS)
                .bind("event", key.event().id())
                .bind("locale", key.locale())
                .map((row, context) -> stored(key, row))
                .list());
  }

  /**
   * Stores a new revision.
   *
   * @param template {@code null}: nothing is stored any more
   * @param restoredFrom the revision that it is a copy of, or {@code null}
   * @throws StaleRevision when the latest revision is another one by now; nothing is changed then
   */
  StoredTemplate write(TemplateKey key, long expected, MailTemplate template, Long restoredFrom) {
    Caller by = trail.caller();
    Instant now = clock.instant();
    StoredTemplate next =
        new StoredTemplate(key, expected + 1, template, restoredFrom, now, by.name());
    return settings.change(
        handle -> {
          // First of all: it has those wait who change templates at the same time.
          settings.touch(handle, KIND);
          return put(handle, by, next);
        });
  }

  /** Stores templates over whatever is in force, in one commit. */
  List<StoredTemplate> overwrite(Map<TemplateKey, MailTemplate> templates) {
    Caller by = trail.caller();
    Instant now = clock.instant();
    return settings.change(
        handle -> {
          settings.touch(handle, KIND);
          List<StoredTemplate> written = new ArrayList<>();
          templates.forEach(
              (key, template) -> {
                long revision = read(handle, key).revision() + 1;
                StoredTemplate next =
                    new StoredTemplate(key, revision, template, null, now, by.name());
                written.add(put(handle, by, next));
              });
          return written;
        });
  }

  private StoredTemplate put(Handle handle, Caller by, StoredTemplate next) {
    if (!insert(handle, next)) {
      throw new StaleRevision(new Setting(KIND, next.revision() - 1, null));
    }
    forget(handle, next);
    boolean deleted = next.template() == null;
    Long from = next.restoredFrom();
    trail.append(
        handle,
        by,
        deleted ? AuditAction.TEMPLATE_DELETED : AuditAction.TEMPLATE_CHANGED,
        next.key().toString(),
        "revision " + next.revision() + (from == null ? "" : ", as revision " + from + " was"));
    return next;
  }

  private static boolean insert(Handle handle, StoredTemplate next) {
    MailTemplate template = next.template();
    return handle
            .createUpdate(
                """
                INSERT INTO mail_template (event, locale, revision, subject, text, html,
                  restored_from, created_at, created_by)
                SELECT :event, :locale, :revision, :subject, :text, :html,
                  :restoredFrom, :at, :by
                WHERE coalesce((SELECT max(revision) FROM mail_template
                  WHERE event = :event AND locale = :locale), 0) = :revision - 1
                ON CONFLICT (event, locale, revision) DO NOTHING
                """)
            .bind("event", next.key().event().id())
            .bind("locale", next.key().locale())
            .bind("revision", next.revision())
            .bind("subject", template == null ? null : template.subject())
            .bind("text", template == null ? null : template.text())
            .bind("html", template == null ? null : template.html())
            .bind("restoredFrom", next.restoredFrom())
            .bind("at", next.at())
            .bind("by", next.by())
            .execute()
        == 1;
  }

  private static void forget(Handle handle, StoredTemplate next) {
    handle
        .createUpdate(
            """
            DELETE FROM mail_template
            WHERE event = :event AND locale = :locale AND revision <= :last
            """)
        .bind("event", next.key().event().id())
        .bind("locale", next.key().locale())
        .bind("last", next.revision() - KEPT)
        .execute();
  }

  /** {@code null} for an event that a newer release knows. */
  private static StoredTemplate listed(ResultSet row) throws SQLException {
    Event event = Event.of(row.getString("event")).orElse(null);
    return event == null
        ? null
        : new StoredTemplate(
            new TemplateKey(event, row.getString("locale")),
            row.getLong("revision"),
            null,
            null,
            Instant.ofEpochMilli(row.getLong("created_at")),
            row.getString("created_by"));
  }

  private static StoredTemplate stored(TemplateKey key, ResultSet row) throws SQLException {
    String subject = row.getString("subject");
    long from = row.getLong("restored_from");
    return new StoredTemplate(
        key,
        row.getLong("revision"),
        subject == null
            ? null
            : new MailTemplate(subject, row.getString("text"), row.getString("html")),
        from == 0 ? null : from,
        Instant.ofEpochMilli(row.getLong("created_at")),
        row.getString("created_by"));
  }
}
