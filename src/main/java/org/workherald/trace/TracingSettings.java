package org.workherald.trace;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Switches tracing on when it is said where traces go, and off else: a service that nobody watches
 * starts no exporter, and looks for none. Beside Quarkus' own settings it takes the standard
 * variables ({@code OTEL_EXPORTER_OTLP_ENDPOINT} and others), which Quarkus would pass over.
 */
public final class TracingSettings implements ConfigSourceFactory {

  private static final String QUARKUS = "quarkus.";
  private static final List<String> ENDPOINTS =
      List.of("otel.exporter.otlp.endpoint", "otel.exporter.otlp.traces.endpoint");
  private static final List<String> STANDARD =
      List.of(
          "otel.exporter.otlp.endpoint",
          "otel.exporter.otlp.protocol",
          "otel.exporter.otlp.headers",
          "otel.exporter.otlp.compression",
          "otel.service.name",
          "otel.resource.attributes",
          "otel.traces.sampler.arg");

  /** Above application.properties, below the environment. */
  private static final int ORDINAL = 275;

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    Map<String, String> settings = new HashMap<>();
    for (String name : STANDARD) {
      String value = value(context, name);
      if (value != null) {
        settings.put(QUARKUS + name, value);
      }
    }
    boolean wanted =
        ENDPOINTS.stream()
            .anyMatch(
                name ->
                    value(context, QUARKUS + name) != null || settings.containsKey(QUARKUS + name));
    boolean off = Boolean.parseBoolean(value(context, "otel.sdk.disabled"));
    settings.put("quarkus.otel.sdk.disabled", String.valueOf(off || !wanted));
    return List.of(new PropertiesConfigSource(settings, "tracing", ORDINAL));
  }

  /** An empty one is none, as the specification has it, and so is a default of Quarkus' own. */
  private static String value(ConfigSourceContext context, String name) {
    ConfigValue value = context.getValue(name);
    boolean set =
        value != null
            && value.getValue() != null
            && !value.getValue().isBlank()
            && value.getConfigSourceOrdinal() > 0;
    return set ? value.getValue() : null;
  }
}
