package org.workherald.smtp;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.validation.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.workherald.access.AuditAction;
import org.workherald.access.AuditTrail;
import org.workherald.http.Unprocessable;

/**
 * Whether a caller may have a server looked at now: what connects to wherever a caller says must
 * not become a tool to find out what else there is in the network. Who was let through is in the
 * audit trail.
 */
@ApplicationScoped
class ProbeRules {

  private static final int BUSY_SECONDS = 10;

  private final ProbeConfig config;
  private final Supplier<Optional<SmtpSettings>> inForce;
  private final AuditTrail trail;
  private final TimeMeter time;
  private final Map<String, Integer> looking = new HashMap<>();
  private final Map<String, Bucket> budgets = new ConcurrentHashMap<>();

  @Inject
  ProbeRules(ProbeConfig config, SmtpAccount account, AuditTrail trail, Clock clock) {
    this(config, account::settings, trail, clock);
  }

  ProbeRules(
      ProbeConfig config, Supplier<Optional<SmtpSettings>> inForce, AuditTrail trail, Clock clock) {
    this.config = config;
    this.inForce = inForce;
    this.trail = trail;
    this.time = new ClockMeter(clock);
  }

  /**
   * Has a server looked at for the caller of this request, and writes that down before.
   *
   * @param field that names the host in the request, for the problem
   * @param detail for the audit trail, in short plain words, or {@code null}
   * @param work from the opening of the connection to its end
   * @throws HttpProblem 422 when the deployment does not allow this server, 429 when it is too much
   */
  <T> T admitted(
      Endpoint endpoint, String field, AuditAction action, String detail, Supplier<T> work) {
    if (!allowed(endpoint)) {
      throw Unprocessable.of(
          List.of(
              Violation.In.body
                  .field(field)
                  .message(
                      "is not on this deployment's list of servers that may be looked at"
                          + " (workherald.probe.allow), with port "
                          + endpoint.port())));
    }
    String caller = trail.caller().id();
    occupy(caller);
    try {
      charge(caller);
      trail.record(action, endpoint.server(), detail);
      return work.get();
    } finally {
      release(caller);
    }
  }

  /** A place among all, and not all of them for one: a server that stalls keeps one for minutes. */
  private void occupy(String caller) {
    synchronized (looking) {
      int all = looking.values().stream().mapToInt(Integer::intValue).sum();
      if (all >= config.atOnce() || looking.getOrDefault(caller, 0) >= config.atOncePerCaller()) {
        throw later("Other servers are being looked at right now.", BUSY_SECONDS);
      }
      looking.merge(caller, 1, Integer::sum);
    }
  }

  private void release(String caller) {
    synchronized (looking) {
      looking.computeIfPresent(caller, (id, own) -> own == 1 ? null : own - 1);
    }
  }

  private boolean allowed(Endpoint endpoint) {
    return config
            .allow()
            .map(list -> list.stream().anyMatch(pattern -> pattern.matches(endpoint)))
            .orElse(true)
        || inForce.get().filter(own -> own.endpoint().isSameServer(endpoint)).isPresent();
  }

  private void charge(String caller) {
    budgets.values().removeIf(bucket -> bucket.getAvailableTokens() == config.perMinute());
    ConsumptionProbe budget =
        budgets.computeIfAbsent(caller, id -> bucket()).tryConsumeAndReturnRemaining(1);
    if (!budget.isConsumed()) {
      long seconds = TimeUnit.NANOSECONDS.toSeconds(budget.getNanosToWaitForRefill()) + 1;
      throw later("You may have " + config.perMinute() + " servers a minute looked at.", seconds);
    }
  }

  private Bucket bucket() {
    return Bucket.builder()
        .addLimit(
            limit ->
                limit
                    .capacity(config.perMinute())
                    .refillGreedy(config.perMinute(), Duration.ofMinutes(1)))
        .withCustomTimePrecision(time)
        .build();
  }

  private static HttpProblem later(String why, long seconds) {
    return HttpProblem.builder()
        .withStatus(Status.TOO_MANY_REQUESTS)
        .withTitle(Status.TOO_MANY_REQUESTS.getReasonPhrase())
        .withDetail(why + " Try again in " + seconds + " s.")
        .withHeader(HttpHeaders.RETRY_AFTER, seconds)
        .build();
  }

  /** Budgets grow by our clock, too. One that is set back must not stop them growing. */
  private static final class ClockMeter implements TimeMeter {

    private final Clock clock;
    private long before;
    private long passed;

    ClockMeter(Clock clock) {
      this.clock = clock;
      this.before = clock.millis();
    }

    @Override
    public synchronized long currentTimeNanos() {
      long now = clock.millis();
      passed += Math.max(0, now - before);
      before = now;
      return TimeUnit.MILLISECONDS.toNanos(passed);
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
