package org.workherald.trace;

import io.quarkus.logging.json.runtime.JsonFormatter;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;

/** Puts {@link JsonLines} in the place of Quarkus' own formatter, wherever JSON is logged. */
@Singleton
class JsonLog {

  /** Before all others. What is logged earlier is about no notification. */
  void start(@Observes @Priority(0) StartupEvent event) {
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      use(handler);
    }
  }

  private static void use(Handler handler) {
    if (handler.getFormatter() instanceof JsonFormatter json) {
      handler.setFormatter(new JsonLines(json));
    }
    if (handler instanceof ExtHandler parent) {
      for (Handler child : parent.getHandlers()) {
        use(child);
      }
    }
  }
}
