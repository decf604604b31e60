package org.workherald.notification;

import jakarta.inject.Singleton;
import org.workherald.outbox.Entry;
import org.workherald.store.StoredJson;

/** A recipient as it is kept in the payload of its outbox entry. */
@Singleton
public class RecipientCodec {

  public String encode(Recipient recipient) {
    return StoredJson.write(recipient);
  }

  /**
   * @throws UnreadableNotification when it is damaged
   */
  public Recipient decode(String payload) {
    try {
      Recipient recipient = StoredJson.read(payload, Recipient.class);
      if (recipient != null && recipient.email() != null) {
        return recipient;
      }
    } catch (RuntimeException | StackOverflowError e) {
      throw UnreadableNotification.damagedRecipient(e);
    }
    throw UnreadableNotification.damagedRecipient(null);
  }

  /** The recipient of an entry as far as it can be read: whoever looks on must see the rest. */
  Recipient shown(Entry entry) {
    try {
      return decode(entry.payload());
    } catch (UnreadableNotification e) {
      return new Recipient(entry.recipient(), null, null, null);
    }
  }
}
