package org.workherald.notification;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Some notifications of a list, newest first. */
@Schema(name = "NotificationPage", description = "Some notifications, newest first")
public record NotificationPage(
    List<NotificationView> notifications,
    @Schema(description = "Send it as cursor to get those that follow; absent on the last page")
        String next) {}
