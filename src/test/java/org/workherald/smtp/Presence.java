package org.workherald.smtp;

import java.util.HashSet;
import java.util.Set;

/** Which connections a {@link ScriptedSmtpServer} has at a time. */
public final class Presence {

  private final Set<Integer> here = new HashSet<>();
  private int most;

  synchronized void came(int connection) {
    here.add(connection);
    most = Math.max(most, here.size());
  }

  synchronized void left(int connection) {
    here.remove(connection);
  }

  public synchronized int now() {
    return here.size();
  }

  /** The most at a time since {@link #forget()}. */
  public synchronized int most() {
    return most;
  }

  /** Counts the most anew. */
  public synchronized void forget() {
    most = here.size();
  }
}
