package org.workherald;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.logging.Level;
import java.util.logging.Logger;
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
      // Without the service nobody sets up logging: everything would be kept in memory for whoever
      // does, down to the rows that travel through the drivers.
      Logger.getLogger("").setLevel(Level.WARNING);
      System.exit(new DatabaseCommand(System.out).run(args));
    }
  }
}
