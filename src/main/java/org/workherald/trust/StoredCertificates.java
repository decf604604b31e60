package org.workherald.trust;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.workherald.access.AuditAction;
import org.workherald.access.AuditTrail;
import org.workherald.access.Caller;
import org.workherald.settings.SettingStore;
import org.workherald.store.Database;
import org.workherald.store.DatabaseUnavailable;

/** The certificates added over HTTP, which all replicas share. Owns their table. */
@ApplicationScoped
class StoredCertificates {

  /** The kind of setting whose revision tells the replicas that the table has changed. */
  private static final String KIND = "trust";

  private static final Logger LOG = Logger.getLogger(StoredCertificates.class);

  private final Database database;
  private final SettingStore settings;
  private final AuditTrail trail;
  private final Clock clock;
  private volatile Loaded loaded = new Loaded(-1, List.of());

  private record Loaded(long revision, List<Anchor> anchors) {}

  StoredCertificates(Database database, SettingStore settings, AuditTrail trail, Clock clock) {
    this.database = database;
    this.settings = settings;
    this.trail = trail;
    this.clock = clock;
  }

  /** The same list as long as it does not change; the last one while the database is away. */
  List<Anchor> anchors() {
    Loaded known = loaded;
    try {
      return (settings.revision(KIND) == known.revision ? known : refresh()).anchors;
    } catch (DatabaseUnavailable e) {
      LOG.debugf("Stored certificates stay as they are: %s", e.getMessage());
      return known.anchors;
    }
  }

  /** One at a time, so that nobody who was slow puts back what has been removed since. */
  private synchronized Loaded refresh() {
    long revision = settings.revision(KIND);
    if (revision != loaded.revision) {
      loaded = new Loaded(revision, load());
    }
    return loaded;
  }

  private List<Anchor> load() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT fingerprint, alias, pem, pinned
                    FROM trusted_certificate ORDER BY added_at, fingerprint
                    """)
                .map((row, context) -> anchor(row))
                .filter(Objects::nonNull)
                .list());
  }

  /** Adds certificates in one commit. One that is pinned already and is no more becomes a CA's. */
  void add(Collection<Anchor> anchors) {
    Caller by = trail.caller();
    settings.change(
        handle -> {
          for (Anchor anchor : anchors) {
            handle
                .createUpdate(
                    """
                    INSERT INTO trusted_certificate (fingerprint, alias, pem, pinned, added_at)
                    VALUES (:fingerprint, :alias, :pem, :pinned, :addedAt)
                    ON CONFLICT (fingerprint) DO UPDATE SET pinned = excluded.pinned
                    """)
                .bind("fingerprint", anchor.fingerprint())
                .bind("alias", anchor.alias())
                .bind("pem", PemBlocks.write(anchor.certificate()))
                .bind("pinned", anchor.pinned() ? 1 : 0)
                .bind("addedAt", clock.instant())
                .execute();
            trail.append(handle, by, AuditAction.TRUST_ADDED, anchor.fingerprint(), told(anchor));
          }
          settings.touch(handle, KIND);
          return null;
        });
  }

  /**
   * @return whether it was there
   */
  boolean remove(String fingerprint) {
    Caller by = trail.caller();
    return settings.change(
        handle -> {
          List<Anchor> removed =
              handle
                  .createQuery(
                      """
                      DELETE FROM trusted_certificate WHERE fingerprint = :fingerprint
                      RETURNING fingerprint, alias, pem, pinned
                      """)
                  .bind("fingerprint", fingerprint)
                  .map((row, context) -> anchor(row))
                  .list();
          for (Anchor anchor : removed) {
            settings.touch(handle, KIND);
            trail.append(handle, by, AuditAction.TRUST_REMOVED, fingerprint, told(anchor));
          }
          return !removed.isEmpty();
        });
  }

  private static String told(Anchor anchor) {
    if (anchor == null) {
      return "could not be read";
    }
    return (anchor.pinned() ? "pinned, " : "")
        + DistinguishedName.of(anchor.certificate().getSubjectX500Principal());
  }

  /** A row that this JDK cannot read any more must not cost the trust in all others. */
  private static Anchor anchor(ResultSet row) throws SQLException {
    try {
      byte[] pem = row.getString("pem").getBytes(StandardCharsets.US_ASCII);
      return new Anchor(
          PemBlocks.certificates(pem).get(0),
          row.getString("fingerprint"),
          Anchor.Source.STORED,
          row.getString("alias"),
          row.getInt("pinned") != 0);
    } catch (UnreadableCertificates e) {
      LOG.errorf(e, "Stored certificate %s cannot be read", row.getString("fingerprint"));
      return null;
    }
  }
}
