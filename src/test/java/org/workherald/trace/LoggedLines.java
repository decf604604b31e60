package org.workherald.trace;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** What one class logs, with the ids it is about, whatever its level. */
public final class LoggedLines extends ExtHandler {

  /** One of them. */
  public record Line(String level, String message, Map<String, String> ids) {}

  private final List<Line> lines = new CopyOnWriteArrayList<>();
  private final Logger logger;
  private final java.util.logging.Level before;

  private LoggedLines(Logger logger) {
    this.logger = logger;
    this.before = logger.getLevel();
    logger.setLevel(Level.ALL);
    logger.addHandler(this);
  }

  public static LoggedLines of(Class<?> source) {
    return of(source.getName());
  }

  public static LoggedLines of(String category) {
    return new LoggedLines(Logger.getLogger(category));
  }

  public List<Line> lines() {
    return lines;
  }

  @Override
  protected void doPublish(ExtLogRecord record) {
    lines.add(
        new Line(
            record.getLevel().getName(),
            new PatternFormatter("%s").format(record),
            Map.copyOf(record.getMdcCopy())));
  }

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setLevel(before);
  }
}
