package org.workherald.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.util.HashUtil;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.workherald.access.Caller;
import org.workherald.http.Unprocessable;
import org.workherald.outbox.EntryState;
import org.workherald.outbox.Outbox;
import org.workherald.store.Database;
import org.workherald.trace.LogIds;
import org.workherald.trace.Tracing;

/**
 * Takes notifications in: stores them durably in one commit, together with the answer if the caller
 * sent an idempotency key, and wakes the delivery.
 */
@Singleton
class Reception {

  private static final Logger LOG = Logger.getLogger(Reception.class);

  private final Database database;
  private final NotificationStore store;
  private final Outbox outbox;
  private final OutboxRoom room;
  private final IdempotencyKeys keys;
  private final ObjectMapper mapper;
  private final Event<NotificationsAccepted> accepted;
  private final Tracing tracing;
  private final Counter counter;
  private final Set<List<String>> running = ConcurrentHashMap.newKeySet();

  Reception(
      Database database,
      NotificationStore store,
      Outbox outbox,
      OutboxRoom room,
      IdempotencyKeys keys,
      ObjectMapper mapper,
      Event<NotificationsAccepted> accepted,
      Tracing tracing,
      MeterRegistry metrics) {
    this.database = database;
    this.store = store;
    this.outbox = outbox;
    this.room = room;
    this.keys = keys;
    this.mapper = mapper;
    this.accepted = accepted;
    this.tracing = tracing;
    this.counter =
        Counter.builder("workherald.notifications.accepted")
            .description("Notifications accepted and stored")
            .register(metrics);
  }

  /**
   * What is to be stored, and the answer once it is.
   *
   * @param location of what was made, or empty
   * @param body JSON is made of it
   */
  record Prepared(List<Draft> drafts, String location, Object body) {}

  /**
   * Stores what {@code prepare} makes of a request, once for each key of a caller.
   *
   * @param key or {@code null}
   * @param request what makes two requests with one key the same; JSON is made of it
   * @throws HttpProblem 422 when the key came with another request before, 409 while that runs
   */
  Response accept(Caller caller, String key, Object request, Supplier<Prepared> prepare) {
    if (key == null) {
      var prepared = prepare.get();
      var answer = answer(prepared);
      store(prepared.drafts, handle -> add(handle, prepared.drafts, caller));
      return answer.toResponse(false);
    }
    var fingerprint = fingerprint(request);
    return replay(caller, key, fingerprint)
        .or(() -> once(caller, key, fingerprint, prepare))
        .orElseGet(() -> accept(caller, key, request, prepare));
  }

  /** Empty when an earlier answer stood in the way, and was forgotten before it was read. */
  private Optional<Response> once(
      Caller caller, String key, String fingerprint, Supplier<Prepared> prepare) {
    var mine = List.of(caller.id(), key);
    if (!running.add(mine)) {
      throw HttpProblem.valueOf(
          Status.CONFLICT, "The first request with this Idempotency-Key is still running.");
    }
    try {
      // The first one may have finished since it was looked up.
      var earlier = replay(caller, key, fingerprint);
      if (earlier.isPresent()) {
        return earlier;
      }
      var prepared = prepare.get();
      var answer = answer(prepared);
      var kept = new IdempotencyKeys.Kept(fingerprint, answer.text());
      boolean first =
          store(
              prepared.drafts,
              handle ->
                  keys.keep(handle, caller.id(), key, kept)
                      && add(handle, prepared.drafts, caller));
      // Else another replica was faster.
      return first ? Optional.of(answer.toResponse(false)) : replay(caller, key, fingerprint);
    } finally {
      running.remove(mine);
    }
  }

  private Answer answer(Prepared prepared) {
    try {
      return new Answer(prepared.location, mapper.writeValueAsString(prepared.body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Optional<Response> replay(Caller caller, String key, String fingerprint) {
    return keys.find(caller.id(), key)
        .map(
            kept -> {
              if (!kept.fingerprint().equals(fingerprint)) {
                throw Unprocessable.of(
                    "This Idempotency-Key came with another request before; use a new one.");
              }
              return Answer.parse(kept.response()).toResponse(true);
            });
  }

  private boolean store(List<Draft> drafts, Predicate<Handle> work) {
    long mails =
        drafts.stream()
            .flatMap(draft -> draft.entries().stream())
            .filter(entry -> entry.state() == EntryState.QUEUED)
            .count();
    boolean stored =
        tracing.here(
            "accept",
            span -> describe(span, drafts),
            () -> room.take((int) mails, () -> database.writeRepeatable(work::test)));
    if (stored) {
      drafts.forEach(Reception::tell);
      counter.increment(drafts.size());
      accepted.fire(new NotificationsAccepted());
    }
    return stored;
  }

  private static void describe(Span span, List<Draft> drafts) {
    span.setAttribute("workherald.notifications", drafts.size());
    if (drafts.size() == 1) {
      var notification = drafts.get(0).notification();
      span.setAttribute("workherald.notification", notification.id().toString());
      span.setAttribute("workherald.event", notification.event().id());
    }
  }

  /** Not a line more by default: there may be thousands a second, and each has its mails. */
  private static void tell(Draft draft) {
    if (LOG.isDebugEnabled()) {
      new LogIds(draft.notification().id(), null, null)
          .during(() -> LOG.debugf("Accepted, with %d deliveries", draft.entries().size()));
    }
  }

  private boolean add(Handle handle, List<Draft> drafts, Caller caller) {
    store.add(handle, drafts.stream().map(Draft::notification).toList(), caller);
    outbox.add(handle, drafts.stream().flatMap(draft -> draft.entries().stream()).toList());
    return true;
  }

  /** The same for the same JSON, whatever the order of its members and its spaces. */
  private String fingerprint(Object request) {
    var named = new ByteArrayOutputStream();
    named.writeBytes(request.getClass().getSimpleName().getBytes(UTF_8));
    try {
      mapper
          .writer()
          .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .with(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .writeValue(named, request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HashUtil.sha256(named.toByteArray());
  }
}
