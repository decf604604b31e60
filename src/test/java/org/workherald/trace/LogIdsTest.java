package org.workherald.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.UUID;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

class LogIdsTest {

  private static final UUID NOTIFICATION = new UUID(0, 1);
  private static final UUID DELIVERY = new UUID(0, 2);

  @Test
  void areThereForTheWorkAndNoLonger() {
    Map<String, Object> during =
        new LogIds(NOTIFICATION, DELIVERY, "abc").during(() -> Map.copyOf(MDC.getMap()));
    assertThat(during)
        .containsOnly(
            Map.entry("notification", NOTIFICATION.toString()),
            Map.entry("delivery", DELIVERY.toString()),
            Map.entry("traceId", "abc"));
    assertThat(MDC.getMap()).isEmpty();
  }

  @Test
  void goWhenTheWorkFails() {
    assertThatThrownBy(
            () ->
                new LogIds(NOTIFICATION, null, null)
                    .during(
                        () -> {
                          throw new IllegalStateException();
                        }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(MDC.getMap()).isEmpty();
  }

  @Test
  void leaveWhatTheyDoNotNameAndPutBackWhatTheyReplace() {
    new LogIds(NOTIFICATION, null, "abc")
        .during(
            () -> {
              new LogIds(null, DELIVERY, "def")
                  .during(
                      () ->
                          assertThat(MDC.getMap())
                              .containsEntry("notification", NOTIFICATION.toString())
                              .containsEntry("traceId", "def"));
              assertThat(MDC.getMap())
                  .containsEntry("traceId", "abc")
                  .doesNotContainKey("delivery");
            });
  }
}
