package org.workherald.trace;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.Map;
import java.util.logging.Formatter;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Log lines in JSON with the ids of {@link LogIds} as members of their own, where Loki and Elastic
 * find them: Quarkus can only put all of the MDC into one member.
 */
final class JsonLines extends ExtFormatter {

  /** Members, and where their values are. */
  private static final List<Map.Entry<String, String>> IDS =
      List.of(
          Map.entry("notification", LogIds.NOTIFICATION),
          Map.entry("delivery", LogIds.DELIVERY),
          Map.entry("trace", LogIds.TRACE));

  private final Formatter json;

  /**
   * @param json makes one object of a record
   */
  JsonLines(Formatter json) {
    this.json = json;
  }

  @Override
  public String format(ExtLogRecord record) {
    String line = json.format(record);
    int end = line.lastIndexOf('}');
    if (end < 0) {
      return line;
    }
    StringBuilder members = new StringBuilder();
    for (Map.Entry<String, String> id : IDS) {
      String value = record.getMdc(id.getValue());
      if (value != null) {
        members.append(",\"").append(id.getKey()).append("\":\"");
        JsonStringEncoder.getInstance().quoteAsString(value, members);
        members.append('"');
      }
    }
    return members.isEmpty() ? line : new StringBuilder(line).insert(end, members).toString();
  }
}
