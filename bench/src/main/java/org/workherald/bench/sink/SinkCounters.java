package org.workherald.bench.sink;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What arrived: how many mails, when the first and the last, and how many different ones. */
final class SinkCounters {
  private final boolean keepIds;
  private final Set<String> ids = ConcurrentHashMap.newKeySet();
  private long mails;
  private long bytes;
  private long first;
  private long last;
  private int sessions;

  SinkCounters(boolean keepIds) {
    this.keepIds = keepIds;
  }

  boolean wantsIds() {
    return keepIds;
  }

  synchronized void session() {
    sessions++;
  }

  /**
   * @param id the {@code Message-ID} header's line, or {@code null}
   */
  synchronized void mail(long size, String id) {
    last = System.nanoTime();
    if (mails++ == 0) {
      first = last;
    }
    bytes += size;
    if (id != null) {
      ids.add(id);
    }
  }

  synchronized void reset() {
    mails = 0;
    bytes = 0;
    first = 0;
    last = 0;
    sessions = 0;
    ids.clear();
  }

  /** {@code mails=… distinct=… bytes=… nanos=… sessions=…}; nanos from the first to the last. */
  @Override
  public synchronized String toString() {
    return "mails=%d distinct=%d bytes=%d nanos=%d sessions=%d"
        .formatted(mails, ids.size(), bytes, last - first, sessions);
  }
}
