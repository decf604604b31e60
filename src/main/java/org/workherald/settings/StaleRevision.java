package org.workherald.settings;

/** A setting was changed by somebody else in the meantime. */
public class StaleRevision extends RuntimeException {

  private final transient Setting current;

  public StaleRevision(Setting current) {
    super("revision is " + current.revision() + " by now");
    this.current = current;
  }

  public Setting current() {
    return current;
  }
}
