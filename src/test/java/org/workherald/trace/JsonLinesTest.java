package org.workherald.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.logging.json.runtime.JsonFormatter;
import java.util.Map;
import java.util.Set;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

class JsonLinesTest {

  private final JsonFormatter json = new JsonFormatter(null, Set.of("mdc"), Map.of());

  @Test
  void haveTheIdsAsMembersOfTheirOwn() throws Exception {
    ExtLogRecord record = record("braces } and \"quotes\"");
    record.setMdc(Map.of("notification", "n", "delivery", "d", "traceId", "a\"b", "other", "x"));
    String line = new JsonLines(json).format(record);
    Map<?, ?> read = new ObjectMapper().readValue(line, Map.class);
    assertThat(read.get("notification")).isEqualTo("n");
    assertThat(read.get("delivery")).isEqualTo("d");
    assertThat(read.get("trace")).isEqualTo("a\"b");
    assertThat(read.get("message")).isEqualTo("braces } and \"quotes\"");
    assertThat(read.containsKey("other")).isFalse();
    assertThat(line).endsWith("}\n").hasLineCount(1);
  }

  @Test
  void areAsTheyWereWithoutIds() {
    ExtLogRecord record = record("nothing");
    assertThat(new JsonLines(json).format(record)).isEqualTo(json.format(record));
  }

  private static ExtLogRecord record(String message) {
    return new ExtLogRecord(Level.INFO, message, JsonLinesTest.class.getName());
  }
}
