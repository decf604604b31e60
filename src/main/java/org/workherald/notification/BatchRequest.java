package org.workherald.notification;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Many notifications.
 *
 * @param notifications each read on its own, so that a bad one does not spoil the others
 */
@Schema(name = "BatchRequest", description = "Many notifications")
public record BatchRequest(
    @NotEmpty(message = "needs one notification or more")
        @Size(max = 1_000, message = "must have 1,000 notifications at most")
        @Schema(implementation = NotificationRequest[].class)
        List<JsonNode> notifications) {}
