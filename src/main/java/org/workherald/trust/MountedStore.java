package org.workherald.trust;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.workherald.store.NamedThreads;

/**
 * The truststore that the deployment mounts. It is looked at again and again, by its content:
 * notifications of the file system miss Kubernetes' swaps, and modification times lie. A set of
 * files is taken whole or not at all; while there is a broken one the last good one stays.
 */
@ApplicationScoped
class MountedStore {

  private static final Logger LOG = Logger.getLogger(MountedStore.class);

  private final TrustConfig config;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(new NamedThreads("trust-store-watch"));
  private volatile State state = new State("", List.of(), null);

  /**
   * @param seen the hash of the files as last looked at, good or not
   * @param problem why the files are not in use as they are, or {@code null}
   */
  private record State(String seen, List<Anchor> anchors, String problem) {}

  MountedStore(TrustConfig config) {
    this.config = config;
  }

  /** The last good set; the same list as long as it does not change. */
  List<Anchor> anchors() {
    return state.anchors;
  }

  /** Why the files are not in use as they are now. */
  Optional<String> problem() {
    return Optional.ofNullable(state.problem);
  }

  @PostConstruct
  void start() {
    if (config.store().isPresent()) {
      poll();
      long millis = config.storePollInterval().toMillis();
      watch.scheduleWithFixedDelay(this::poll, millis, millis, TimeUnit.MILLISECONDS);
    }
  }

  @PreDestroy
  void stop() {
    watch.shutdownNow();
  }

  /** Looks at the files, and takes them if they have changed and are good. */
  synchronized void poll() {
    try {
      MountedFiles files = MountedFiles.read(config);
      String hash = files.hash();
      if (!hash.equals(state.seen)) {
        state = new State(hash, state.anchors, state.problem);
        List<Anchor> anchors = files.anchors();
        state = new State(hash, anchors, null);
        LOG.infof("Trusting the %d certificates of the mounted store", anchors.size());
      }
    } catch (NoSuchFileException e) {
      broken("", "there is no file " + e.getFile());
    } catch (IOException e) {
      broken("", "it cannot be read: " + e);
    } catch (UnreadableCertificates e) {
      broken(state.seen, e.getMessage());
    } catch (RuntimeException | Error e) {
      broken("", e.toString());
    }
  }

  private void broken(String seen, String why) {
    String problem = "The mounted truststore is not in use as it is now: " + why;
    if (!problem.equals(state.problem)) {
      LOG.errorf("%s; %d certificates of its last good state stay", problem, state.anchors.size());
    }
    state = new State(seen, state.anchors, problem);
  }
}
