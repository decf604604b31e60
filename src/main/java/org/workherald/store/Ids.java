package org.workherald.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Makes ids: UUIDv7 (RFC 9562), which sort by the time they were made. */
@ApplicationScoped
public class Ids {

  public UUID next() {
    throw new UnsupportedOperationException();
  }
}
