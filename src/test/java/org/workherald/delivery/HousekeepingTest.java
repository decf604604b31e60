package org.workherald.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.workherald.access.Keys;
import org.workherald.access.Roles;
import org.workherald.store.Database;
import org.workherald.store.Ids;

@QuarkusTest
class HousekeepingTest {

  @Inject Housekeeping housekeeping;
  @Inject Database database;
  @Inject Clock clock;

  @Test
  void removesTheAuditTrailAfterTwoYears() {
    Instant now = clock.instant();
    entry("housekeeping-old", now.minus(Duration.ofDays(730).plusMinutes(1)));
    entry("housekeeping-young", now.minus(Duration.ofDays(729)));
    housekeeping.step();
    assertThat(seen("housekeeping-old")).isZero();
    assertThat(seen("housekeeping-young")).isEqualTo(1);
  }

  @Test
  void endsAllThatIsOverdueWithoutARest() {
    Instant past = clock.instant().minusSeconds(1);
    database.write(
        handle -> {
          try (var batch =
              handle.prepareBatch(
                  """
                  INSERT INTO outbox (id, message, share, recipient, payload, urgent, state,
                                      created_at, next_attempt_at, expires_at, failures)
                  VALUES (?, ?, 'housekeeping', '', '{}', 0, 'queued', ?, ?, ?, 0)
                  """)) {
            for (int i = 0; i < 10_400; i++) {
              String id = UUID.randomUUID().toString();
              batch.bind(0, id).bind(1, id).bind(2, past).bind(3, past).bind(4, past).add();
            }
            return batch.execute();
          }
        });
    try {
      housekeeping.run();
      assertThat(
              database.<Integer>read(
                  handle ->
                      handle
                          .createQuery(
                              """
                              SELECT COUNT(*) FROM outbox
                              WHERE share = 'housekeeping' AND state = 'queued'
                              """)
                          .mapTo(Integer.class)
                          .one()))
          .isZero();
    } finally {
      database.write(handle -> handle.execute("DELETE FROM outbox WHERE share = 'housekeeping'"));
    }
  }

  private void entry(String subject, Instant at) {
    database.write(
        handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO audit_entry (id, at, who, name, action, subject)
                    VALUES (:id, :at, 'k1', 'Kim', 'user.changed', :subject)
                    """)
                .bind("id", Ids.first(at))
                .bind("at", at)
                .bind("subject", subject)
                .execute());
  }

  private static int seen(String subject) {
    return Keys.as(Roles.OPERATOR)
        .get("/audit?subject=" + subject)
        .jsonPath()
        .getList("entries")
        .size();
  }
}
