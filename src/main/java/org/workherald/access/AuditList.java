package org.workherald.access;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.workherald.http.QueryReader;
import org.workherald.store.Ids;
import org.workherald.store.LongReads;

/** Lists the audit trail, newest first, page by page. */
@Singleton
class AuditList {

  /** The time within an id runs ahead a little when the clock is set back. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final LongReads reads;

  AuditList(LongReads reads) {
    this.reads = reads;
  }

  AuditPage page(AuditQuery query) {
    // One more than asked for tells whether there is another page.
    List<AuditEntry> entries = reads.read(handle -> entries(handle, query));
    var shown = entries.subList(0, Math.min(entries.size(), query.limit()));
    var next =
        entries.size() > shown.size() ? QueryReader.cursor(shown.get(shown.size() - 1).id()) : null;
    return new AuditPage(List.copyOf(shown), next);
  }

  private static List<AuditEntry> entries(Handle handle, AuditQuery query) {
    var sql =
        new StringBuilder(
            """
            SELECT id, at, who, name, address, action, subject, detail FROM audit_entry
            WHERE 1 = 1
            """);
    add(sql, query.action(), " AND action = :action");
    add(sql, query.who(), " AND who = :who");
    add(sql, query.subject(), " AND subject = :subject");
    add(sql, query.since(), " AND at >= :since AND id >= :sinceId");
    add(sql, query.before(), " AND id < :before");
    sql.append(" ORDER BY id DESC LIMIT :limit");
    return handle
        .createQuery(sql.toString())
        .bind("action", query.action() == null ? null : query.action().word())
        .bind("who", query.who())
        .bind("subject", query.subject())
        .bind("since", query.since())
        .bind("sinceId", query.since() == null ? null : Ids.first(query.since().minus(MARGIN)))
        .bind("before", query.before())
        .bind("limit", query.limit() + 1)
        .map(ConstructorMapper.of(AuditEntry.class))
        .list();
  }

  private static void add(StringBuilder sql, Object value, String condition) {
    if (value != null) {
      sql.append(condition);
    }
  }
}
