package org.workherald.store;

import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;

/** Tells in the log, once each, that the database fails, that it works again, and of damage. */
final class OutageLog {

  private static final Logger LOG = Logger.getLogger(Database.class);

  private final String what;
  private volatile boolean failing;
  private volatile boolean damaged;

  /**
   * @param what is done with it: read, or written to
   */
  OutageLog(String what) {
    this.what = what;
  }

  /**
   * @throws DatabaseUnavailable when the database itself is why the work failed
   */
  <T> T watched(Supplier<T> work) {
    try {
      T result = work.get();
      if (failing) {
        failing = false;
        LOG.infof("The database can be %s again", what);
      }
      return result;
    } catch (JdbiException | DatabaseUnavailable e) {
      RuntimeException translated = Outage.translate(e);
      if (Outage.isDamage(e)) {
        damaged(e);
      } else if (translated instanceof DatabaseUnavailable && !failing) {
        failing = true;
        LOG.warnf("The database cannot be %s, will try again: %s", what, Outage.reason(e));
      }
      throw translated;
    }
  }

  /** It does not go away, though other parts of the file may be used still. */
  private void damaged(RuntimeException e) {
    if (!damaged) {
      damaged = true;
      LOG.errorf(
          "The database file is damaged: stop the service and restore a backup. (%s)",
          Outage.reason(e));
    }
  }
}
