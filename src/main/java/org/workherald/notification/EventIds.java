package org.workherald.notification;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells those who must not know about notifications which events there are. */
class EventIds {

  @Produces
  @Singleton
  @Named("events")
  Set<String> events() {
    return Arrays.stream(Event.values()).map(Event::id).collect(Collectors.toUnmodifiableSet());
  }
}
