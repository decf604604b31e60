package org.workherald.store;

/** Callers read as much at once as they may; the database itself is well. */
public class TooManyReads extends DatabaseUnavailable {

  TooManyReads() {
    super("too many long reads at once", null);
  }
}
