package org.workherald.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.workherald.store.Database;

/**
 * Seals stored secrets anew that were sealed with a former key. It may be done at any time, any
 * number of times and at all replicas at once: what is sealed with the current key is left alone,
 * and what somebody stores meanwhile is not overwritten.
 */
@Singleton
public class Resealing {

  private final Database database;
  private final SettingStore store;
  private final SecretBox box;

  public Resealing(Database database, SettingStore store, SecretBox box) {
    this.database = database;
    this.store = store;
    this.box = box;
  }

  /**
   * What came of it.
   *
   * @param key the id of the current key
   * @param others those of the other keys in the file
   * @param resealed the secrets sealed anew, such as {@code smtp.password}
   * @param unreadable those that none of the keys opens; they are left as they are
   */
  public record Outcome(
      String key, List<String> others, List<Sealed> resealed, List<Sealed> unreadable) {}

  /**
   * A stored secret.
   *
   * @param name the kind of setting and the path within its body
   * @param key the id of the key that it was sealed with
   */
  public record Sealed(String name, String key) {}

  /** One within a body. */
  private record Found(String name, String text) {}

  /**
   * Reads the keys again, and seals anew in one commit whatever can be opened.
   *
   * @param together is to be done in the same commit, if anything was sealed anew
   * @throws IllegalStateException when the file of the keys cannot be used; then nothing is done
   */
  public Outcome run(BiConsumer<Handle, Outcome> together) {
    box.refresh();
    boolean regained = box.regained();
    List<String> keys = box.keyIds();
    Outcome found = database.read(handle -> look(handle, keys));
    if (found.resealed().isEmpty() && !regained) {
      return found;
    }
    Outcome done =
        store.change(
            handle -> {
              Outcome outcome = reseal(handle, keys, regained);
              if (!outcome.resealed().isEmpty()) {
                together.accept(handle, outcome);
              }
              return outcome;
            });
    box.regainedIsTold();
    return done;
  }

  /** What there would be to do. */
  private Outcome look(Handle handle, List<String> keys) {
    Outcome outcome = nothing(keys);
    store.all(handle).forEach(setting -> reworded(setting, outcome));
    return outcome;
  }

  private Outcome reseal(Handle handle, List<String> keys, boolean regained) {
    Outcome outcome = nothing(keys);
    for (Setting setting : store.all(handle)) {
      Outcome mine = nothing(keys);
      String body = reworded(setting, mine);
      outcome.unreadable().addAll(mine.unreadable());
      if (!body.equals(setting.body()) && store.reword(handle, setting, body)) {
        outcome.resealed().addAll(mine.resealed());
      }
      if (regained && mine.unreadable().isEmpty() && !found(setting).isEmpty()) {
        // Somebody here could not read it, has remembered that, and is to read it again.
        store.touch(handle, setting.kind());
      }
    }
    return outcome;
  }

  private String reworded(Setting setting, Outcome outcome) {
    String body = setting.body();
    for (Found found : found(setting)) {
      String key = SecretBox.keyOf(found.text()).orElseThrow();
      try {
        if (!key.equals(outcome.key())) {
          Secret secret = box.open(found.text(), found.name());
          // A seal needs no escaping in JSON, and there is no other text like it.
          body = body.replace(found.text(), box.seal(secret, found.name()));
          outcome.resealed().add(new Sealed(found.name(), key));
        }
      } catch (UnreadableSecret e) {
        outcome.unreadable().add(new Sealed(found.name(), key));
      }
    }
    return body;
  }

  private List<Found> found(Setting setting) {
    List<Found> all = new ArrayList<>();
    try {
      find(setting.kind(), Json.MAPPER.readTree(setting.body()), all);
    } catch (JsonProcessingException e) {
      // Whoever uses it will complain; there is no sealed secret in it that could be found.
    }
    return all;
  }

  private static void find(String name, JsonNode node, List<Found> all) {
    if (node.isTextual() && SecretBox.keyOf(node.textValue()).isPresent()) {
      all.add(new Found(name, node.textValue()));
    } else if (node.isArray()) {
      node.forEach(element -> find(name, element, all));
    } else {
      node.properties()
          .forEach(member -> find(name + "." + member.getKey(), member.getValue(), all));
    }
  }

  private static Outcome nothing(List<String> keys) {
    return new Outcome(
        keys.get(0), keys.subList(1, keys.size()), new ArrayList<>(), new ArrayList<>());
  }

  /** Not loaded before there is a setting to look at. */
  private static final class Json {
    static final ObjectMapper MAPPER = new ObjectMapper();
  }
}
