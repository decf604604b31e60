package org.workherald.notification;

import java.util.Map;
import java.util.UUID;

/** Notifications as they were found in the database: what cannot be read is in nobody's way. */
public record StoredNotifications(
    Map<UUID, Notification> readable, Map<UUID, UnreadableNotification> unreadable) {

  /**
   * @throws UnreadableNotification when it is not there, or is there and cannot be read
   */
  public Notification get(UUID id) {
    Notification notification = readable.get(id);
    if (notification == null) {
      throw unreadable.getOrDefault(id, UnreadableNotification.gone());
    }
    return notification;
  }
}
