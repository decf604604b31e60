package org.workherald.trust;

import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a server showed, and all that is wrong with it, for whoever has to act. The decision was
 * taken before, by {@link ServerVerifier}; this explains it.
 *
 * @param presented the chain as the server sent it, its own certificate first
 * @param built the way up from the server's own certificate as far as there is one, the trusted
 *     certificate included that it led to
 * @param findings everything that is wrong, what was refused first; empty when it is trusted
 * @param complete whether each certificate sent, but for the topmost, came with its issuer's
 * @param missingIssuer the name of whose certificate is not trusted, or {@code null}
 * @param issuerAddress where that can be had, as the certificate below it says, or {@code null}; a
 *     stranger chose it
 * @param suggested the certificate to approve, if it is found to be genuine, so that the server is
 *     trusted: the topmost authority that it sent, and its own one only when that signed itself;
 *     {@code null} when there is none, or none is needed
 * @param hostnameMatches whether the server's certificate carries the name asked for
 */
public record ChainReport(
    List<X509Certificate> presented,
    List<X509Certificate> built,
    List<Finding> findings,
    boolean complete,
    String missingIssuer,
    String issuerAddress,
    X509Certificate suggested,
    boolean hostnameMatches) {

  /** Whether the server is who it says it is, as far as those say whom we trust. */
  public boolean trusted() {
    return findings.isEmpty();
  }

  /** Whether the server sent the certificate of the missing issuer, but nobody may rely on it. */
  public boolean issuerSent() {
    return missingIssuer != null
        && Issuer.ofItself(built.get(built.size() - 1))
        && built.size() > 1;
  }

  /**
   * Those of the certificates sent that vouch for the server, its own first, and also those above
   * somebody who is trusted already.
   */
  public Set<X509Certificate> vouching() {
    Set<X509Certificate> found = new LinkedHashSet<>(presented.subList(0, 1));
    boolean more = true;
    while (more) {
      more =
          found.addAll(
              presented.stream()
                  .filter(c -> found.stream().anyMatch(below -> Issuer.is(c, below)))
                  .toList());
    }
    return found;
  }

  /** Whether what is {@link #suggested} must be pinned: it is the server's own certificate. */
  public boolean suggestsPin() {
    return suggested != null && suggested.equals(presented.get(0));
  }

  /** What the server's certificate says that it is for: DNS names and IP addresses. */
  public List<String> names() {
    return HostName.in(presented.get(0));
  }
}
