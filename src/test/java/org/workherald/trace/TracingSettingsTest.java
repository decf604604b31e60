package org.workherald.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracingSettingsTest {

  private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
  private static final String TRACES = "otel.exporter.otlp.traces.endpoint";

  @Test
  void offUntilItIsSaidWhereTracesGo() {
    assertThat(off(Map.of())).isTrue();
    assertThat(off(Map.of(ENDPOINT, " "))).isTrue();
    assertThat(off(Map.of(ENDPOINT, "http://collector:4318"))).isFalse();
    assertThat(off(Map.of("quarkus." + ENDPOINT, "http://collector:4318"))).isFalse();
    assertThat(off(Map.of(ENDPOINT, "http://collector:4318", "otel.sdk.disabled", "true")))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "authorization=Bearer%20abc | authorization=Bearer abc",
        "authorization=Basic%20a%2Bb+c%3D%3D | authorization=Basic a+b+c==",
        "a=1,b=%C3%A4 | a=1;b=ä",
        "a=x%2Cy,b=2 | a=x,y;b=2",
        "a=%24%7Bb%7D | a=${b}",
        "a=%5C%2C\\ | a=\\,\\",
        "a=100% | a=100%",
        "a==b= | a==b=",
        "a | a"
      })
  void headersAreDecoded(String set, String used) {
    assertThat(
            config(Map.of("otel.exporter.otlp.headers", set))
                .getValues("quarkus.otel.exporter.otlp.headers", String.class))
        .isEqualTo(List.of(used.split(";")));
  }

  @Test
  void thoseOfQuarkusOwnSettingAreNot() {
    assertThat(
            config(Map.of("quarkus.otel.exporter.otlp.headers", "a=%20"))
                .getValues("quarkus.otel.exporter.otlp.headers", String.class))
        .containsExactly("a=%20");
  }

  @Test
  void theAddressOfTracesAloneIsUsedAsItIs() {
    Map<String, String> set = Map.of(TRACES, "https://collector/otlp/v1/traces");
    assertThat(off(set)).isFalse();
    // Quarkus adds the rest.
    assertThat(endpoint(set)).contains("https://collector/otlp");
    assertThat(
            endpoint(
                Map.of(TRACES, "http://collector:4317", "otel.exporter.otlp.protocol", "grpc")))
        .contains("http://collector:4317");
  }

  @Test
  void orItIsSaidWhyNot() {
    Map<String, String> set = Map.of(TRACES, "https://kim:secret@collector/elsewhere");
    try (LoggedLines log = LoggedLines.of(TracingSettings.class)) {
      assertThat(off(set)).isTrue();
      assertThat(endpoint(set)).isEmpty();
      assertThat(log.lines())
          .isNotEmpty()
          .allSatisfy(
              line ->
                  assertThat(line.message())
                      .isEqualTo(
                          "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is passed over: only addresses that"
                              + " end with /v1/traces can be used. Or set"
                              + " OTEL_EXPORTER_OTLP_ENDPOINT, without it."));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "collector",
        "collector:4318",
        "grpc://collector:4317",
        "http://",
        "http:collector",
        "http://kim:secret@ collector",
        "//collector"
      })
  void whatIsNoAddressIsToldByTheNameOfTheSetting(String endpoint) {
    assertThatThrownBy(() -> config(Map.of(ENDPOINT, endpoint)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("OTEL_EXPORTER_OTLP_ENDPOINT must be a URL such as http://collector:4318")
        .hasNoCause();
    assertThatThrownBy(() -> config(Map.of("quarkus." + ENDPOINT, endpoint)))
        .hasMessage(
            "quarkus.otel.exporter.otlp.endpoint must be a URL such as http://collector:4318");
    assertThatThrownBy(() -> config(Map.of(TRACES, endpoint + "/v1/traces")))
        .hasMessage(
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT must be a URL such as http://collector:4318");
  }

  private static boolean off(Map<String, String> set) {
    return config(set).getValue("quarkus.otel.sdk.disabled", Boolean.class);
  }

  private static Optional<String> endpoint(Map<String, String> set) {
    return config(set).getOptionalValue("quarkus." + TRACES, String.class);
  }

  private static SmallRyeConfig config(Map<String, String> set) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withSources(new PropertiesConfigSource(new HashMap<>(set), "environment", 300))
        .withSources(new TracingSettings())
        .build();
  }
}
