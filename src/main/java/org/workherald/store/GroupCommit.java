package org.workherald.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The one writer of an SQLite database. Work that waits while a commit is synced to disk shares the
 * next commit, each in a savepoint of its own: the sync is what takes the time.
 */
final class GroupCommit implements AutoCloseable {

  /** How many share a commit at most, which bounds how long the first of them waits. */
  private static final int MOST = 256;

  private static final Work<Void> STOP = new Work<>(handle -> null);

  private final BlockingQueue<Work<?>> waiting = new LinkedBlockingQueue<>();
  private final Jdbi jdbi;
  private final Thread writer;
  private boolean closed;
  private Handle handle;

  GroupCommit(Jdbi jdbi) {
    this.jdbi = jdbi;
    writer = new NamedThreads("database-writer").newThread(this::run);
    writer.start();
  }

  <T> T write(Function<Handle, T> work) {
    if (Thread.currentThread() == writer) {
      throw new IllegalStateException("a write within a write: pass the handle on instead");
    }
    Work<T> mine = new Work<>(work);
    synchronized (this) {
      if (closed) {
        throw new DatabaseUnavailable("the service is stopping", null);
      }
      waiting.add(mine);
    }
    return mine.await();
  }

  /** Finishes what waits, and takes no more. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      waiting.add(STOP);
    }
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<Work<?>> together = new ArrayList<>(MOST);
    boolean stop = false;
    while (!stop) {
      together.clear();
      try {
        together.add(waiting.take());
      } catch (InterruptedException e) {
        continue; // nobody but close() ends this thread: work that was taken must be answered
      }
      waiting.drainTo(together, MOST - 1);
      stop = together.remove(STOP);
      if (!together.isEmpty()) {
        commit(together);
      }
    }
    release();
  }

  private void commit(List<Work<?>> together) {
    try {
      begin();
      for (Work<?> work : together) {
        work.run(handle);
      }
      end();
      together.forEach(Work::committed);
    } catch (CommitUnknown e) {
      release();
      together.forEach(work -> work.failed(e));
    } catch (RuntimeException | SQLException | Error e) {
      release();
      var unavailable = new DatabaseUnavailable("the database failed: " + Outage.reason(e), e);
      together.forEach(work -> work.failed(unavailable));
    }
  }

  /**
   * When the last sync fails, what was written may be on disk: nobody here sees it, but who opens
   * the file after a crash might.
   */
  private void end() {
    try {
      handle.commit();
    } catch (RuntimeException e) {
      throw Outage.leavesDoubt(e)
          ? new CommitUnknown("the commit broke off: " + Outage.reason(e), e)
          : e;
    }
  }

  private void begin() throws SQLException {
    if (handle == null) {
      handle = jdbi.open();
      execute(handle, "PRAGMA query_only = OFF");
      // In KiB: the inner pages of the indexes stay in memory when a million entries are queued.
      execute(handle, "PRAGMA cache_size = -32768");
      // In pages: moving the log into the file costs two syncs, which more commits share this way.
      execute(handle, "PRAGMA wal_autocheckpoint = 4000");
    }
    handle.begin();
    // The driver begins a deferred transaction. An immediate one waits for the lock here, where it
    // can wait, and not in the midst of somebody's work, where SQLite would have to give up.
    execute(handle, "COMMIT");
    execute(handle, "BEGIN IMMEDIATE");
  }

  /** Gives up the connection, and with it whatever was not committed. */
  private void release() {
    if (handle != null) {
      try (Handle last = handle) {
        handle = null;
        last.rollback();
      } catch (RuntimeException e) {
        // The failure that led here is the one to tell of.
      }
    }
  }

  private static void execute(Handle handle, String sql) throws SQLException {
    Connection connection = handle.getConnection();
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Somebody's work, and what came of it. */
  private static final class Work<T> {

    private final Function<Handle, T> function;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private T result;

    Work(Function<Handle, T> function) {
      this.function = function;
    }

    /** Runs it in a savepoint. When it throws, it alone is undone, and told so at once. */
    void run(Handle handle) throws SQLException {
      execute(handle, "SAVEPOINT work");
      Throwable failure = null;
      try {
        result = function.apply(handle);
      } catch (RuntimeException e) {
        failure = Outage.translate(e);
      } catch (Error e) {
        failure = e;
      }
      if (failure != null) {
        // Fails when SQLite has undone the whole transaction already (disk full): then all fail.
        execute(handle, "ROLLBACK TO work");
      }
      execute(handle, "RELEASE work");
      if (failure != null) {
        answer.completeExceptionally(failure);
      }
    }

    void committed() {
      answer.complete(result);
    }

    void failed(DatabaseUnavailable unavailable) {
      answer.completeExceptionally(unavailable);
    }

    T await() {
      try {
        return answer.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) e.getCause();
      }
    }
  }
}
