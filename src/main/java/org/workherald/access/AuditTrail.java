package org.workherald.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.workherald.http.Printable;
import org.workherald.store.Database;
import org.workherald.store.Ids;

/**
 * Who changed what, when, and from which address. A change and its entry are one commit:
 *
 * <pre>{@code
 * Caller by = trail.caller(); // on the request's thread: a write may run on another
 * database.writeOnce(handle -> {
 *   // the change itself
 *   trail.append(handle, by, AuditAction.TRUST_ADDED, fingerprint, subject);
 * });
 * }</pre>
 */
@ApplicationScoped
public class AuditTrail {

  private static final int LONGEST = 500;

  private final Database database;
  private final Ids ids;
  private final Clock clock;
  private final Duration retention;
  private final Supplier<Caller> current;

  @Inject
  AuditTrail(Database database, Ids ids, Clock clock, AuditConfig config, CurrentCaller current) {
    this(database, ids, clock, config.retention(), current::get);
  }

  AuditTrail(
      Database database, Ids ids, Clock clock, Duration retention, Supplier<Caller> current) {
    this.database = database;
    this.ids = ids;
    this.clock = clock;
    this.retention = retention;
    this.current = current;
  }

  /**
   * Who is behind what this thread does. To be asked before {@link Database#writeOnce}, whose work
   * may run on another thread.
   */
  public Caller caller() {
    return current.get();
  }

  /**
   * Adds an entry within the transaction of the change that it tells of.
   *
   * @param subject what was changed: a fingerprint, {@code host:port}, the id of a key or user
   * @param detail short plain words, or {@code null}; never a secret. It may quote strangers: it is
   *     made {@link Printable}
   */
  public void append(Handle handle, Caller by, AuditAction action, String subject, String detail) {
    handle
        .createUpdate(
            """
            INSERT INTO audit_entry (id, at, who, name, address, action, subject, detail)
            VALUES (:id, :at, :who, :name, :address, :action, :subject, :detail)
            """)
        .bind("id", ids.next())
        .bind("at", clock.instant())
        .bind("who", by.id())
        .bind("name", by.name())
        .bind("address", clean(by.address()))
        .bind("action", action.word())
        .bind("subject", clean(subject))
        .bind("detail", clean(detail))
        .execute();
  }

  /** Writes an entry of its own, in a commit of its own, for what is about to be done. */
  public void record(AuditAction action, String subject, String detail) {
    Caller by = caller();
    database.writeOnce(
        handle -> {
          append(handle, by, action, subject, detail);
          return null;
        });
  }

  /**
   * Removes entries whose retention is over.
   *
   * @param limit how many at most
   * @return how many
   */
  public int purge(int limit) {
    return database.write(
        handle ->
            handle
                .createUpdate(
                    """
                    DELETE FROM audit_entry WHERE id IN (
                      SELECT id FROM audit_entry WHERE id < :first ORDER BY id LIMIT :limit)
                    """)
                .bind("first", Ids.first(clock.instant().minus(retention)))
                .bind("limit", limit)
                .execute());
  }

  private static String clean(String text) {
    return text == null ? null : Printable.of(text, LONGEST);
  }
}
