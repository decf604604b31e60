package org.workherald.trace;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jboss.logging.Logger;

/**
 * Switches tracing on when it is said where traces go, and off else: a service that nobody watches
 * starts no exporter, and looks for none. Beside Quarkus' own settings it takes the standard
 * variables ({@code OTEL_EXPORTER_OTLP_ENDPOINT} and others), which Quarkus would pass over.
 */
public final class TracingSettings implements ConfigSourceFactory {

  private static final Logger LOG = Logger.getLogger(TracingSettings.class);

  private static final String QUARKUS = "quarkus.";
  private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
  private static final String TRACES_ENDPOINT = "otel.exporter.otlp.traces.endpoint";
  private static final String HEADERS = "otel.exporter.otlp.headers";
  private static final List<String> STANDARD =
      List.of(
          ENDPOINT,
          "otel.exporter.otlp.protocol",
          "otel.exporter.otlp.compression",
          "otel.service.name",
          "otel.resource.attributes",
          "otel.traces.sampler.arg");

  /** What Quarkus adds to the address of either setting. */
  private static final String TRACES_PATH = "/v1/traces";

  /** Above application.properties, below the environment. */
  private static final int ORDINAL = 275;

  /**
   * @throws ConfigurationException when traces are to go to what is no address
   */
  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    Map<String, String> settings = new HashMap<>();
    for (String name : STANDARD) {
      String value = value(context, name);
      if (value != null) {
        settings.put(QUARKUS + name, value);
      }
    }
    String headers = value(context, HEADERS);
    if (headers != null) {
      settings.put(QUARKUS + HEADERS, OtlpHeaders.decoded(headers));
    }
    String traces = value(context, TRACES_ENDPOINT);
    if (traces != null) {
      tracesEndpoint(context, settings, traces.trim());
    }
    boolean wanted = false;
    for (String name : List.of(ENDPOINT, TRACES_ENDPOINT)) {
      String own = value(context, QUARKUS + name);
      String endpoint = own == null ? settings.get(QUARKUS + name) : own;
      if (endpoint != null) {
        wanted = true;
        check(own == null ? variable(name) : QUARKUS + name, endpoint);
      }
    }
    boolean off = Boolean.parseBoolean(value(context, "otel.sdk.disabled"));
    settings.put("quarkus.otel.sdk.disabled", String.valueOf(off || !wanted));
    return List.of(new PropertiesConfigSource(settings, "tracing", ORDINAL));
  }

  /** It is to be used as it is, where Quarkus would add the path to it. */
  private static void tracesEndpoint(
      ConfigSourceContext context, Map<String, String> settings, String endpoint) {
    if (grpc(context, settings)) {
      settings.put(QUARKUS + TRACES_ENDPOINT, endpoint);
    } else if (endpoint.endsWith(TRACES_PATH)) {
      String base = endpoint.substring(0, endpoint.length() - TRACES_PATH.length());
      settings.put(QUARKUS + TRACES_ENDPOINT, base);
    } else {
      LOG.warnf(
          "%s is passed over: only addresses that end with %s can be used. Or set %s, without it.",
          variable(TRACES_ENDPOINT), TRACES_PATH, variable(ENDPOINT));
    }
  }

  private static boolean grpc(ConfigSourceContext context, Map<String, String> settings) {
    return Stream.of(
            value(context, "quarkus.otel.exporter.otlp.traces.protocol"),
            settings.get("quarkus.otel.exporter.otlp.protocol"),
            value(context, "quarkus.otel.exporter.otlp.protocol"))
        .filter(Objects::nonNull)
        .findFirst()
        .filter("grpc"::equals)
        .isPresent();
  }

  /** Quarkus would complain as well, but at length, and not by the name of the setting. */
  private static void check(String name, String endpoint) {
    try {
      URI address = new URI(endpoint.trim());
      if (address.getHost() != null && String.valueOf(address.getScheme()).matches("(?i)https?")) {
        return;
      }
    } catch (URISyntaxException e) {
      // Without it, which quotes an address that may hold a password.
    }
    throw new ConfigurationException(name + " must be a URL such as http://collector:4318");
  }

  private static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replace('.', '_');
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
