package org.workherald.store;

import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.CloseException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionException;

/**
 * Transactions on PostgreSQL, each on a connection of its own. Tells a commit whose outcome is
 * unknown from work that was certainly undone.
 */
record Transactions(Jdbi jdbi) {

  private static final Logger LOG = Logger.getLogger(Transactions.class);

  /**
   * @throws CommitUnknown when the answer to the commit did not arrive
   */
  <T> T run(Function<Handle, T> work) {
    Course<T> course = new Course<>();
    try (Handle handle = jdbi.open()) {
      return handle.inTransaction(own -> course.committed(own, work));
    } catch (TransactionException e) {
      if (course.committing && Outage.leavesDoubt(e)) {
        throw new CommitUnknown("the commit broke off: " + Outage.reason(e), e);
      }
      throw e;
    } catch (CloseException e) {
      if (course.committing) {
        // It is stored; that its connection could not be given back is the pool's trouble.
        LOG.debugf("A connection broke after its commit: %s", Outage.reason(e));
        return course.result;
      }
      throw e;
    }
  }

  /** How far it got: what fails after the work was done, failed in the commit. */
  private static final class Course<T> {

    private T result;
    private boolean committing;

    T committed(Handle handle, Function<Handle, T> work) {
      result = work.apply(handle);
      committing = true;
      return result;
    }
  }
}
