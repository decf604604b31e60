package org.workherald.smtp;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.workherald.store.Interval;
import org.workherald.store.NamedThreads;

/**
 * Keeps an eye on the mail server: asks it in the background, once a minute, and at once when
 * settings or trust have changed. Who wants to know how it stands gets the last answer and never
 * waits for a new one.
 */
@ApplicationScoped
class SmtpWatch {

  private static final Logger LOG = Logger.getLogger(SmtpWatch.class);
  private static final Interval EACH = new Interval(Duration.ofMinutes(1));

  /** Asking again soon could lock the account out, or use up what is left of a quota. */
  private static final Interval EACH_WHEN_REFUSED = new Interval(Duration.ofMinutes(15));

  private static final Set<Cause> REFUSALS =
      EnumSet.of(Cause.LOGIN_REFUSED, Cause.PASSWORD_LOGIN_DISABLED, Cause.QUOTA, Cause.THROTTLED);

  private final SmtpTransport transport;
  private final Clock clock;
  private volatile Answer last;
  private ScheduledExecutorService rounds;
  private boolean stumbled;

  /** What was found, and when and under which revision it was asked. */
  record Answer(ServerHealth health, Instant at, SessionPool.Revision revision) {}

  @Inject
  SmtpWatch(SmtpTransport transport, Clock clock, MeterRegistry meters) {
    this.transport = transport;
    this.clock = clock;
    Gauge.builder("workherald.smtp.up", this::up)
        .description("1 when the mail server could be used over verified TLS, 0 when it could not")
        .register(meters);
  }

  private double up() {
    Answer answer = last;
    return answer == null ? Double.NaN : cause(answer) == null ? 1 : 0;
  }

  void start(@Observes StartupEvent event) {
    rounds = Executors.newSingleThreadScheduledExecutor(new NamedThreads("smtp-watch"));
    rounds.scheduleWithFixedDelay(this::round, 0, 1, TimeUnit.SECONDS);
  }

  private void round() {
    try {
      step();
      stumbled = false;
    } catch (RuntimeException | Error e) {
      // The executor would drop the task; the next round may fare better, and needs no second line.
      if (!stumbled) {
        LOG.warn("The mail server could not be checked; it is tried again each second", e);
      }
      stumbled = true;
    }
  }

  /** Asks the mail server if it is time to. */
  void step() {
    SessionPool.Revision revision = transport.revision();
    Instant now = clock.instant();
    Answer before = last;
    if (before == null
        || !before.revision().equals(revision)
        || wait(before).isOver(before.at(), now)) {
      last = new Answer(transport.health(), now, revision);
      tell(before, last);
    }
  }

  private static void tell(Answer before, Answer now) {
    Cause was = before == null ? null : cause(before);
    Cause is = cause(now);
    if (is != null && is != was) {
      LOG.logf(
          is == Cause.UNCONFIGURED ? Level.INFO : Level.WARN,
          "The mail server cannot be used: %s; see the health check",
          is.word());
    } else if (is == null && (before == null || was != null)) {
      LOG.info("The mail server can be used");
    }
  }

  private static Interval wait(Answer answer) {
    return REFUSALS.contains(cause(answer)) ? EACH_WHEN_REFUSED : EACH;
  }

  private static Cause cause(Answer answer) {
    SmtpFailure failure = answer.health().failure();
    return failure == null ? null : failure.cause();
  }

  /** Empty before the first answer. */
  Optional<Answer> last() {
    return Optional.ofNullable(last);
  }

  @PreDestroy
  void stop() {
    if (rounds != null) {
      rounds.shutdownNow();
    }
  }
}
