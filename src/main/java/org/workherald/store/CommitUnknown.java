package org.workherald.store;

/**
 * The connection broke, or the disk failed, while a commit was under way: it may have taken effect,
 * or not, and that could not be found out. Thrown only after all work was done; whatever failed
 * before has changed nothing.
 */
public class CommitUnknown extends DatabaseUnavailable {

  public CommitUnknown(String message, Throwable cause) {
    super(message, cause);
  }
}
