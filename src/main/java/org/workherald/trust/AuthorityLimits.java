package org.workherald.trust;

import java.io.IOException;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The limits that authorities carry in their own certificates (RFC 5280 §4.2.1.9, §4.2.1.10,
 * §4.2.1.12): how many authorities may follow, for which names, for which use. PKIX asks this of
 * intermediates, but for the use, and takes an anchor on faith; here all of it binds them all, as
 * with other TLS clients.
 */
final class AuthorityLimits {

  private static final String NAME_CONSTRAINTS = "2.5.29.30";
  private static final String ALTERNATIVE_NAMES = "2.5.29.17";

  /**
   * Bytes of constraints times bytes of names: each name is compared with each constraint, and
   * thousands of both would take many seconds. A thousand against a hundred is less than this.
   */
  private static final long MOST_COMPARISONS = 50_000_000;

  private AuthorityLimits() {}

  /**
   * The first limit broken, in words that complete "'CN=…' …".
   *
   * @param path from the server's certificate up to the one that the anchor signed
   */
  static Optional<String> broken(
      X509Certificate anchor, List<X509Certificate> path, HostName host) {
    if (anchor.hasUnsupportedCriticalExtension()) {
      return Optional.of(said(anchor, "has a critical extension that nobody here understands"));
    }
    for (int i = 1; i <= path.size(); i++) {
      X509Certificate authority = i == path.size() ? anchor : path.get(i);
      Optional<String> limit = limit(authority, path.subList(0, i), host);
      if (limit.isPresent()) {
        return limit.map(words -> said(authority, words));
      }
    }
    return Optional.empty();
  }

  private static String said(X509Certificate authority, String words) {
    return "'" + DistinguishedName.of(authority.getSubjectX500Principal()) + "' " + words;
  }

  private static Optional<String> limit(
      X509Certificate authority, List<X509Certificate> below, HostName host) {
    if (!EndEntity.isForServers(authority)) {
      return Optional.of("must not vouch for servers: its extended key usage lacks serverAuth");
    }
    List<X509Certificate> between =
        below.subList(1, below.size()).stream().filter(c -> !Issuer.isNamed(c, c)).toList();
    boolean bounded = authority.getBasicConstraints() >= 0;
    if (bounded && between.size() > authority.getBasicConstraints()) {
      return Optional.of(
          "allows %d authorities below it (path length), and there are %d"
              .formatted(authority.getBasicConstraints(), between.size()));
    }
    return permits(authority, below.get(0), between, host)
        ? Optional.empty()
        : Optional.of("is not for these names: its name constraints forbid them");
  }

  private static boolean permits(
      X509Certificate authority,
      X509Certificate server,
      List<X509Certificate> between,
      HostName host) {
    byte[] extension = authority.getExtensionValue(NAME_CONSTRAINTS);
    if (extension == null) {
      return true;
    }
    byte[] named = server.getExtensionValue(ALTERNATIVE_NAMES);
    if (named != null && (long) extension.length * named.length > MOST_COMPARISONS) {
      return false;
    }
    try {
      X509CertSelector way = new X509CertSelector();
      X509CertSelector names = new X509CertSelector();
      names.setNameConstraints(Extensions.content(extension));
      // A wildcard passes beside a forbidden name that it covers: so the host itself is asked for.
      way.addPathToName(host.type(), host.toString());
      return names.match(server)
          && between.stream().filter(AuthorityLimits::hasNames).allMatch(names::match)
          && (!host.matches(server) || way.match(authority));
    } catch (IOException | RuntimeException e) {
      return false; // what cannot be read forbids all; odd kinds make the JDK throw
    }
  }

  /** Without, the JDK would take an authority's common name for a host. */
  private static boolean hasNames(X509Certificate certificate) {
    return certificate.getExtensionValue(ALTERNATIVE_NAMES) != null;
  }
}
