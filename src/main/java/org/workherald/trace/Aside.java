package org.workherald.trace;

import org.jboss.logging.Logger;

/**
 * Does what stands beside the work (log lines, spans, counters) and must never decide about it:
 * nothing that breaks there gets out.
 */
public final class Aside {

  private static final Logger LOG = Logger.getLogger(Aside.class);

  private Aside() {}

  public static void run(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      tell(e);
    }
  }

  private static void tell(Throwable problem) {
    try {
      // Its kind only: the message may quote what a mail is about.
      LOG.warnf("Something is missing in log, traces or metrics: %s", problem.getClass().getName());
    } catch (RuntimeException | Error e) {
      // There is nothing left to say it with.
    }
  }
}
