package org.workherald.notification;

/** Something stored that cannot be made a mail. The message says why, in plain words. */
public final class UnreadableNotification extends RuntimeException {

  private final boolean newer;

  private UnreadableNotification(String message, boolean newer, Throwable cause) {
    super(message, cause);
    this.newer = newer;
  }

  static UnreadableNotification ofNewerRelease() {
    return new UnreadableNotification(
        "This release does not know the notification's event; a newer one that shares the database"
            + " can send it.",
        true,
        null);
  }

  static UnreadableNotification damaged(Throwable cause) {
    return new UnreadableNotification(
        "The stored notification is damaged and cannot be read; post it again.", false, cause);
  }

  static UnreadableNotification damagedRecipient(Throwable cause) {
    return new UnreadableNotification(
        "The stored recipient is damaged and cannot be read; post the notification again.",
        false,
        cause);
  }

  static UnreadableNotification gone() {
    return new UnreadableNotification("The notification is not stored any more.", false, null);
  }

  /** Whether another release may be able to read it: during an upgrade there are two. */
  public boolean newer() {
    return newer;
  }
}
