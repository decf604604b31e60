package org.workherald.notification;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.workherald.http.MultiLine;
import org.workherald.http.OneLine;
import org.workherald.http.WebAddress;

/**
 * The work item that an event is about, as the caller describes it. Everything but {@code id} and
 * {@code subject} may be {@code null}. What may end up in a header is one line; only {@code
 * instructions}, {@code exception}, {@code comment} and the values of {@code fields} may have more.
 *
 * @param fields further fields to show, by their names, in this order
 */
@Schema(description = "The work item that the event is about")
public record WorkItem(
    @NotBlank(message = "is required") @OneLine(max = 255) @Schema(examples = "4711") String id,
    @NotBlank(message = "is required")
        @OneLine(max = 2_000)
        @Schema(examples = "Approve invoice 4711")
        String subject,
    @OneLine(max = 500) @Schema(examples = "Invoice approval") String workflow,
    @OneLine(max = 500) @Schema(examples = "Approve") String step,
    @MultiLine(max = 16_000) @Schema(examples = "Check the amount.") String instructions,
    @OneLine(max = 500) @Schema(examples = "Inbox") String queue,
    @OneLine(max = 500) @Schema(examples = "Alex Stone") String originator,
    @OneLine(max = 500) @Schema(examples = "Kim Lee") String assignee,
    @Schema(description = "high goes before everything else") Priority priority,
    @WebAddress @Schema(examples = "https://navigator.example.com/?item=4711") String url,
    Instant startedAt,
    Instant enqueuedAt,
    Instant occurredAt,
    Instant dueAt,
    @OneLine(max = 500) @Schema(examples = "Budget checked") String milestone,
    @MultiLine(max = 16_000) String exception,
    @MultiLine(max = 16_000) String comment,
    @Size(max = 50) @Schema(examples = "{\"Amount\": \"1,200.00 EUR\"}")
        Map<
                @NotBlank(message = "needs a name") @OneLine(max = 100) String,
                @NotNull(message = "needs a value; leave the field out if it has none")
                @MultiLine(max = 4_000) String>
            fields) {

  /** How urgent the work is. */
  public enum Priority {
    @JsonProperty("low")
    LOW,
    @JsonProperty("normal")
    NORMAL,
    @JsonProperty("high")
    HIGH
  }

  /** Whether its mails go before others. */
  boolean urgent() {
    return priority == Priority.HIGH;
  }
}
