package org.workherald.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithConverter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a deployment set wrongly is told by the name of the property, and stops the start. */
class BoundsTest {

  @ConfigMapping(prefix = "some")
  interface SomeConfig {

    @WithConverter(AtLeastOne.class)
    int count();

    @WithConverter(PositiveDuration.class)
    Duration span();

    List<@WithConverter(PositiveDuration.class) Duration> spans();
  }

  private static final Map<String, String> RIGHT =
      Map.of("some.count", "1", "some.span", "1ms", "some.spans", "30S,PT2M");

  @Test
  void whatIsWithinTheBoundsIsTaken() {
    SomeConfig config = read(RIGHT);

    assertThat(config.count()).isEqualTo(1);
    assertThat(config.span()).isEqualTo(Duration.ofMillis(1));
    assertThat(config.spans()).containsExactly(Duration.ofSeconds(30), Duration.ofMinutes(2));
  }

  @ParameterizedTest
  @CsvSource({
    "some.count, 0, must be 1 or more",
    "some.count, -3, must be 1 or more",
    "some.count, many, must be a whole number",
    "some.span, 0s, must be longer than 0",
    "some.span, -1s, must be longer than 0",
    "some.span, soon, soon",
    "some.spans, '30S,0S', must be longer than 0",
  })
  void whatIsNotIsRefusedByName(String property, String value, String why) {
    var values = new HashMap<>(RIGHT);
    values.put(property, value);

    assertThatThrownBy(() -> read(values)).hasMessageContaining(property).hasMessageContaining(why);
  }

  @Test
  void whatIsEmptyIsMissing() {
    assertThatThrownBy(() -> read(Map.of("some.count", "", "some.span", "1s", "some.spans", "1s")))
        .hasMessageContaining("some.count");
  }

  private static SomeConfig read(Map<String, String> values) {
    ConfigSource source = new PropertiesConfigSource(values, "test", 100);
    return new SmallRyeConfigBuilder()
        .withSources(source)
        .withMapping(SomeConfig.class)
        .build()
        .getConfigMapping(SomeConfig.class);
  }
}
