package org.workherald;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.workherald.store.DatabaseCommand;

/**
 * Where the process begins: without arguments it is the service; with some it does what they say
 * with the database, without any part of the service being started, and ends.
 */
@QuarkusMain
public final class Workherald {

  private Workherald() {}

  public static void main(String... args) {
    if (args.length == 0) {
      Quarkus.run();
    } else {
      System.exit(new DatabaseCommand(System.out).run(args));
    }
  }
}
