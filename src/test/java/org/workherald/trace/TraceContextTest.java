package org.workherald.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

  private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private static final TextMapGetter<Map<String, String>> GETTER =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> headers) {
          return headers.keySet();
        }

        @Override
        public String get(Map<String, String> headers, String key) {
          return headers.get(key);
        }
      };

  @Test
  void isWrittenAsItWasRead() {
    TraceContext read = read(Map.of("traceparent", PARENT, "tracestate", "a=1,b=2"));
    assertThat(read).isEqualTo(new TraceContext(PARENT, "a=1,b=2"));
    assertThat(read.id()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(TraceContext.of(read.parent())).isEqualTo(read);
  }

  @Test
  void keepsWhatALaterVersionOfTheSpecificationSendsAsThisOneSaysIt() {
    String later = "01" + PARENT.substring(2) + "-and-more".repeat(100);
    assertThat(read(Map.of("traceparent", later))).isEqualTo(new TraceContext(PARENT, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "hello",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473\u0000-00f067aa0ba902b7-01",
        PARENT + "-more",
        PARENT + "," + PARENT
      })
  void thatIsNoneIsIgnored(String parent) {
    assertThat(read(Map.of("traceparent", parent, "tracestate", "a=1"))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "=", "a", "a=\u0001", "A=1", ",,,"})
  void goesWithoutAStateThatIsNone(String state) {
    TraceContext read = read(Map.of("traceparent", PARENT, "tracestate", state));
    assertThat(read.traceparent()).isEqualTo(PARENT);
    assertThat(read.tracestate()).isNull();
  }

  @Test
  void goesWithoutAStateThatIsTooLong() {
    String longest = "a=%s,b=%s,c=1234".formatted("x".repeat(250), "y".repeat(250));
    assertThat(longest).hasSize(TraceContext.LONGEST_STATE);
    assertThat(read(Map.of("traceparent", PARENT, "tracestate", longest)).tracestate())
        .isEqualTo(longest);
    assertThat(read(Map.of("traceparent", PARENT, "tracestate", longest + "y")).tracestate())
        .isNull();
  }

  @Test
  void isKeptOnlyAsItWasWritten() {
    assertThat(TraceContext.kept(PARENT, "a=1")).isEqualTo(new TraceContext(PARENT, "a=1"));
    assertThat(TraceContext.kept(PARENT, null)).isEqualTo(new TraceContext(PARENT, null));
    assertThat(TraceContext.kept(PARENT, "=")).isEqualTo(new TraceContext(PARENT, null));
    assertThat(TraceContext.kept(null, "a=1")).isNull();
    assertThat(TraceContext.kept("", null)).isNull();
    assertThat(TraceContext.kept("00-4bf92f", null)).isNull();
    assertThat(TraceContext.kept(PARENT.replace('4', '\uffff'), null)).isNull();
  }

  @Test
  void isNoneOutsideOfTraces() {
    assertThat(TraceContext.current()).isNull();
    assertThat(Span.fromContext(Context.current()).getSpanContext().isValid()).isFalse();
  }

  private static TraceContext read(Map<String, String> headers) {
    return TraceContext.of(TraceContext.read(headers, GETTER));
  }
}
