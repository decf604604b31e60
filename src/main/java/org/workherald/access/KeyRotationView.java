package org.workherald.access;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.workherald.settings.Resealing;

/** What a rotation found and did. Keys are told by their ids, which tell nothing about them. */
@Schema(name = "KeyRotation", description = "What stored secrets are sealed with")
public record KeyRotationView(
    @Schema(description = "The current key", examples = "b1946ac9") String key,
    @Schema(description = "The other keys in the file") List<String> others,
    @Schema(description = "What was sealed anew, and the key that it was sealed with before")
        List<SealedSecret> resealed,
    @Schema(description = "What none of the keys opens, and the key that it needs")
        List<SealedSecret> unreadable) {

  /** A stored secret, and a key. */
  @Schema(name = "SealedSecret")
  public record SealedSecret(
      @Schema(examples = "smtp.password") String name, @Schema(examples = "0846c7e0") String key) {

    static List<SealedSecret> of(List<Resealing.Sealed> secrets) {
      return secrets.stream().map(one -> new SealedSecret(one.name(), one.key())).toList();
    }
  }

  static KeyRotationView of(Resealing.Outcome outcome) {
    return new KeyRotationView(
        outcome.key(),
        outcome.others(),
        SealedSecret.of(outcome.resealed()),
        SealedSecret.of(outcome.unreadable()));
  }
}
