package org.workherald.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Posts what is sure to be accepted. */
final class Posts {

  private final Api api = new Api();
  private final Ledger ledger;

  Posts(Ledger ledger) {
    this.ledger = ledger;
  }

  /** So many notifications in one batch. */
  void batch(int port, String name, int count) throws Exception {
    List<String> addresses =
        IntStream.range(0, count).mapToObj(i -> name + "-" + i + "@example.com").toList();
    ledger.asked(addresses);
    String items =
        addresses.stream()
            .map(a -> Api.notification(a.substring(0, a.indexOf('@')), List.of(a)))
            .collect(Collectors.joining(","));
    String body = "{ \"notifications\": [" + items + "] }";
    assertThat(api.post(port, "/notifications/batch", body, null).status()).isEqualTo(202);
    ledger.accepted(addresses);
  }
}
