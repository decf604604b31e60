package org.workherald.store;

import java.util.concurrent.ThreadFactory;

/**
 * Makes the threads of one piece of background work, under a name that thread dumps show. They are
 * daemons: whoever needs their work finished waits for it, and nothing else may keep a process
 * alive that failed to start or is told to end.
 */
public record NamedThreads(String name) implements ThreadFactory {

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
