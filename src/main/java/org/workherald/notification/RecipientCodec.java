package org.workherald.notification;

import jakarta.inject.Singleton;
import org.workherald.store.StoredJson;

/** A recipient as it is kept in the payload of its outbox entry. */
@Singleton
public class RecipientCodec {

  public String encode(Recipient recipient) {
    return StoredJson.write(recipient);
  }

  public Recipient decode(String payload) {
    return StoredJson.read(payload, Recipient.class);
  }
}
