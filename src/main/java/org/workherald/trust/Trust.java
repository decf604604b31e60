package org.workherald.trust;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whom we trust now: the JDK's roots, the mounted store and the certificates added over HTTP,
 * merged.
 */
@ApplicationScoped
public class Trust {

  private final List<Supplier<List<Anchor>>> sources;
  private final Supplier<Optional<String>> mountedProblem;
  private final Clock clock;
  private volatile Merged merged = new Merged(0, List.of(), List.of(), new AnchorSet(List.of()));

  /**
   * @param parts what each source had; a source that did not change answers with the same list
   */
  private record Merged(
      long revision, List<List<Anchor>> parts, List<Anchor> anchors, AnchorSet set) {

    boolean isOf(List<List<Anchor>> now) {
      if (parts.size() != now.size()) {
        return false;
      }
      for (int i = 0; i < now.size(); i++) {
        if (parts.get(i) != now.get(i)) {
          return false;
        }
      }
      return true;
    }
  }

  @Inject
  Trust(SystemRoots system, MountedStore mounted, StoredCertificates stored, Clock clock) {
    this(List.of(system::anchors, mounted::anchors, stored::anchors), mounted::problem, clock);
  }

  private Trust(
      List<Supplier<List<Anchor>>> sources,
      Supplier<Optional<String>> mountedProblem,
      Clock clock) {
    this.sources = sources;
    this.mountedProblem = mountedProblem;
    this.clock = clock;
  }

  /** Trust in these certificates and nobody else, for good; those of servers count as pinned. */
  public static Trust only(Clock clock, X509Certificate... certificates) {
    List<Anchor> anchors =
        Arrays.stream(certificates)
            .map(certificate -> Anchor.of(certificate, Anchor.Source.MOUNTED, null))
            .toList();
    return new Trust(List.of(() -> anchors), Optional::empty, clock);
  }

  /** Changes whenever the set of trusted certificates does. */
  public long revision() {
    return current().revision;
  }

  /**
   * A verifier for one handshake with {@code host}, which is the name in the settings, never one
   * found in DNS.
   */
  public ServerVerifier verifier(String host) {
    return new ServerVerifier(current().set, new HostName(host), clock);
  }

  /**
   * Why the mounted store is not in use as it is now, in words for whoever runs the service; its
   * last good state is then. Empty when all is well, or none is mounted.
   */
  public Optional<String> mountedProblem() {
    return mountedProblem.get();
  }

  /** All that is trusted, source by source. */
  List<Anchor> anchors() {
    return current().anchors;
  }

  /** Certificates as callers see them: those that a server shows, or that are on the way up. */
  public List<ChainMember> describe(List<X509Certificate> certificates) {
    List<Anchor> anchors = anchors();
    return certificates.stream()
        .map(certificate -> ChainMember.of(certificate, anchors, clock.instant()))
        .toList();
  }

  private Merged current() {
    List<List<Anchor>> parts = sources.stream().map(Supplier::get).toList();
    return merged.isOf(parts) ? merged : merge(parts);
  }

  private synchronized Merged merge(List<List<Anchor>> parts) {
    if (!merged.isOf(parts)) {
      List<Anchor> anchors = new ArrayList<>();
      parts.forEach(anchors::addAll);
      merged = new Merged(merged.revision + 1, parts, List.copyOf(anchors), new AnchorSet(anchors));
    }
    return merged;
  }
}
