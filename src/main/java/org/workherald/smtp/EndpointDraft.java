package org.workherald.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.workherald.smtp.InvalidSettings.Fault;

/** Where a mail server is, as somebody wrote it down: everything may be {@code null}. */
record EndpointDraft(String host, Integer port, String tls) {

  /** How FileNet wrote STARTTLS into the host. */
  private static final String FILENET_STARTTLS = "STARTTLS:";

  private static final Pattern LOOPBACK =
      Pattern.compile(
          "localhost\\.?|127(\\.\\d{1,3}){3}|\\[?(::1|(0{1,4}:){7}0{0,3}1)]?",
          Pattern.CASE_INSENSITIVE);

  /**
   * @throws InvalidSettings with everything that is wrong
   */
  Endpoint endpoint() {
    List<Fault> faults = new ArrayList<>();
    TlsMode mode = mode(faults);
    Endpoint endpoint =
        InvalidSettings.gather(faults, () -> new Endpoint(bareHost(), port(mode), mode));
    InvalidSettings.throwIfAny(faults);
    return endpoint;
  }

  /** The same question as {@link Endpoint#isSameServer}, whatever else is wrong with this. */
  boolean isSameServer(Endpoint other) {
    return host != null
        && Endpoint.plain(bareHost()).equals(Endpoint.plain(other.host()))
        && port(mode(new ArrayList<>())) == other.port();
  }

  private boolean asFileNet() {
    return host != null
        && host.regionMatches(true, 0, FILENET_STARTTLS, 0, FILENET_STARTTLS.length());
  }

  /** Without FileNet's prefix. */
  private String bareHost() {
    String bare = asFileNet() ? host.substring(FILENET_STARTTLS.length()).strip() : host;
    return bare == null ? null : Endpoint.labels(bare);
  }

  private TlsMode mode(List<Fault> faults) {
    TlsMode mode = TlsMode.STARTTLS;
    try {
      mode = tls == null ? mode : TlsMode.valueOf(tls.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      faults.add(new Fault("tls", "must be one of starttls, implicit, none"));
    }
    if (asFileNet() && mode != TlsMode.STARTTLS) {
      faults.add(new Fault("tls", "must be starttls, as the prefix of host says"));
    }
    if (mode == TlsMode.NONE && host != null && !LOOPBACK.matcher(host).matches()) {
      faults.add(
          new Fault(
              "tls",
              "may be none for a relay on the loopback address alone; use starttls or implicit"));
    }
    return mode;
  }

  /** The port, or the usual one for the mode. */
  private int port(TlsMode mode) {
    return port == null ? mode.port() : port;
  }
}
