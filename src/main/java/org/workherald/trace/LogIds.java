package org.workherald.trace;

import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.MDC;

/**
 * What a thread works on: the log lines it writes meanwhile carry these ids. One that is {@code
 * null} stays as it is.
 *
 * @param trace the id of the W3C trace, 32 hex digits
 */
public record LogIds(UUID notification, UUID delivery, String trace) {

  static final String NOTIFICATION = "notification";
  static final String DELIVERY = "delivery";

  /** As Quarkus names it, which sets it for requests. */
  static final String TRACE = "traceId";

  /** Does something, and takes the ids away again, whatever comes of it. */
  public <T> T during(Supplier<T> work) {
    Object notificationBefore = put(NOTIFICATION, notification);
    Object deliveryBefore = put(DELIVERY, delivery);
    Object traceBefore = put(TRACE, trace);
    try {
      return work.get();
    } finally {
      restore(NOTIFICATION, notification, notificationBefore);
      restore(DELIVERY, delivery, deliveryBefore);
      restore(TRACE, trace, traceBefore);
    }
  }

  /** The same for what has no result. */
  public void during(Runnable work) {
    during(
        () -> {
          work.run();
          return null;
        });
  }

  private static Object put(String key, Object id) {
    return id == null ? null : MDC.put(key, id.toString());
  }

  private static void restore(String key, Object id, Object before) {
    if (id != null) {
      if (before == null) {
        MDC.remove(key);
      } else {
        MDC.put(key, before);
      }
    }
  }
}
