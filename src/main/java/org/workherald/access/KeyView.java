package org.workherald.access;

import java.time.Instant;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An API key as shown.
 *
 * @param key the key itself: only in the answer that made it, else {@code null}
 */
@Schema(name = "Key", description = "An API key")
public record KeyView(
    @Schema(examples = "h7k2m9q4xz") String id,
    String name,
    @Schema(examples = "[\"notifier\"]") Set<String> roles,
    Instant createdAt,
    @Schema(description = "The key itself, only in the answer that made it") String key) {

  static KeyView of(ApiKey key) {
    return new KeyView(key.id(), key.name(), key.roles(), key.createdAt(), null);
  }

  static KeyView of(ApiKey key, NewKey made) {
    return new KeyView(key.id(), key.name(), key.roles(), key.createdAt(), made.value());
  }

  @Override
  public String toString() {
    return "Key[" + id + "]";
  }
}
