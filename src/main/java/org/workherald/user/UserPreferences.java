package org.workherald.user;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.workherald.http.LanguageTag;
import org.workherald.http.MailAddress;
import org.workherald.http.OneLine;
import org.workherald.http.TimeZoneId;

/** How to write to a user, and about what. */
@Schema(name = "User", description = "How to write to a user, and about what")
public record UserPreferences(
    @NotNull(message = "is required") @MailAddress @Schema(examples = "asmith@example.com")
        String email,
    @OneLine(max = 200) @Schema(examples = "Anna Smith") String name,
    @LanguageTag @Schema(description = "BCP 47 language tag", examples = "de") String locale,
    @TimeZoneId @Schema(examples = "Europe/Berlin") String timeZone,
    @Schema(
            description = "Which events to mail about; those not named are mailed",
            examples = "{\"step.reminder\": \"off\"}")
        Map<String, @NotNull(message = "must be one of mail, off") Choice> events,
    @Schema(hidden = true) Object digest,
    @Schema(hidden = true) Object quietHours,
    @Schema(hidden = true) Object delegate) {

  /** What becomes of an event for a user. */
  public enum Choice {
    @JsonProperty("mail")
    MAIL,
    @JsonProperty("digest")
    DIGEST,
    @JsonProperty("off")
    OFF
  }

  /** The choices made. */
  Map<String, Choice> chosen() {
    return events == null ? Map.of() : events;
  }

  /** The members of the contract that are given but not available yet. */
  List<String> toCome() {
    return Stream.of(
            Map.entry("digest", Optional.ofNullable(digest)),
            Map.entry("quietHours", Optional.ofNullable(quietHours)),
            Map.entry("delegate", Optional.ofNullable(delegate)))
        .filter(member -> member.getValue().isPresent())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whether the user wants no mails about this event. */
  public boolean off(String event) {
    return chosen().get(event) == Choice.OFF;
  }
}
