package org.workherald.template;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.workherald.store.NamedThreads;

/**
 * The templates that the deployment mounts. The folder is looked at again and again, by its
 * content: notifications of the file system miss Kubernetes' swaps, and modification times lie. Of
 * a template that is broken the last good state stays; the others are not held up by it.
 */
@ApplicationScoped
class MountedTemplates {

  private static final Logger LOG = Logger.getLogger(MountedTemplates.class);

  private final TemplateConfig config;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(new NamedThreads("template-watch"));
  private volatile State state = new State("", Map.of(), Map.of());

  /**
   * @param seen the hash of the files as last looked at, good or not
   * @param problems why files are not in use as they are: by {@link TemplateKey#toString}, or by
   *     the name of the file or folder
   */
  private record State(
      String seen, Map<TemplateKey, CompiledTemplate> templates, Map<String, String> problems) {}

  MountedTemplates(TemplateConfig config) {
    this.config = config;
  }

  /** The last good state of each. */
  Map<TemplateKey, CompiledTemplate> templates() {
    return state.templates;
  }

  /** Why the files of this template are not in use as they are now. */
  Optional<String> problem(TemplateKey key) {
    return Optional.ofNullable(state.problems.get(key.toString()));
  }

  /** What is not in use as it is now: templates, files, or the whole folder. */
  Map<String, String> problems() {
    return state.problems;
  }

  @PostConstruct
  void start() {
    if (config.path().isPresent()) {
      poll();
      long millis = config.pollInterval().toMillis();
      watch.scheduleWithFixedDelay(this::poll, millis, millis, TimeUnit.MILLISECONDS);
    }
  }

  @PreDestroy
  void stop() {
    watch.shutdownNow();
  }

  /** Looks at the folder, and takes what has changed and is good. */
  synchronized void poll() {
    String folder = config.path().orElseThrow().toString();
    try {
      MountedFiles files = MountedFiles.read(config.path().get());
      String hash = files.hash();
      if (!hash.equals(state.seen)) {
        take(files, hash);
      }
    } catch (IOException e) {
      keep(folder, "it cannot be read: " + e);
    } catch (RuntimeException | Error e) {
      // The executor would drop the task.
      keep(folder, e.toString());
    }
  }

  private void take(MountedFiles files, String hash) {
    Map<TemplateKey, CompiledTemplate> templates = new TreeMap<>();
    Map<String, String> problems = new TreeMap<>();
    for (String name : files.contents().keySet()) {
      TemplateKey key = MountedFiles.key(name).orElse(null);
      if (key == null) {
        problems.put(name, "its name does not begin with an event and a language");
      } else if (!templates.containsKey(key) && !problems.containsKey(key.toString())) {
        take(files, key, templates, problems);
      }
    }
    tell(problems);
    state = new State(hash, Map.copyOf(templates), Map.copyOf(problems));
    LOG.infof("Using %d mounted templates", templates.size());
  }

  private void take(
      MountedFiles files,
      TemplateKey key,
      Map<TemplateKey, CompiledTemplate> templates,
      Map<String, String> problems) {
    try {
      templates.put(key, CompiledTemplate.of(files.template(key)));
    } catch (TemplateRefused e) {
      problems.put(key.toString(), e.getMessage());
    } catch (CharacterCodingException e) {
      problems.put(key.toString(), "a file is not UTF-8");
    }
    CompiledTemplate last = state.templates.get(key);
    if (!templates.containsKey(key) && last != null) {
      templates.put(key, last);
    }
  }

  /** As it is in no state to be used, everything stays. */
  private void keep(String folder, String why) {
    Map<String, String> problems = Map.of(folder, why);
    tell(problems);
    state = new State("", state.templates, problems);
  }

  private void tell(Map<String, String> problems) {
    problems.forEach(
        (what, why) -> {
          if (!why.equals(state.problems.get(what))) {
            LOG.errorf("Mounted template %s is not in use as it is now: %s", what, why);
          }
        });
  }
}
