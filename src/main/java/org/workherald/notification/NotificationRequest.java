package org.workherald.notification;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Future;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.workherald.http.MailAddress;

/** What a caller sends to have people told about a work item. */
@Schema(name = "NotificationRequest", description = "Whom to tell what about a work item")
public record NotificationRequest(
    @NotNull(message = "is required") Event event,
    @NotNull(message = "is required") @Valid WorkItem workItem,
    @NotEmpty(message = "needs one recipient or more")
        @Size(max = 100, message = "must have 100 recipients at most; send the others separately")
        List<@NotNull(message = "must be an object") @Valid RecipientRequest> recipients,
    @MailAddress @Schema(description = "Where answers go", examples = "invoices@example.com")
        String replyTo,
    @Future(message = "must lie in the future")
        @Schema(description = "Mails not sent until then are moot")
        Instant expiresAt) {}
