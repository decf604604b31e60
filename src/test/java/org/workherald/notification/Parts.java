package org.workherald.notification;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.workherald.access.AuditTrail;
import org.workherald.access.AuditTrails;
import org.workherald.access.Caller;
import org.workherald.http.JsonRules;
import org.workherald.outbox.Backlog;
import org.workherald.outbox.Lane;
import org.workherald.outbox.Outbox;
import org.workherald.store.Dialect;
import org.workherald.store.DiskSpace;
import org.workherald.store.Ids;
import org.workherald.store.LongReads;
import org.workherald.store.MovableClock;
import org.workherald.store.TestDatabase;
import org.workherald.trace.Tracing;
import org.workherald.user.Users;

/** The parts of this package over a database of their own, put together by hand. */
final class Parts implements AutoCloseable {

  static final Caller CALLER = new Caller("test", "the tests", null);

  final MovableClock clock;
  final TestDatabase test;
  final Lane lane;
  final Outbox outbox;
  final NotificationStore store;
  final IdempotencyKeys keys;
  final NotificationViews views;
  final NotificationList list;
  final Drafts drafts;
  final Users users;
  final AuditTrail trail;

  /** How many bytes of the disk are. */
  final AtomicLong free = new AtomicLong(1_000);

  final AtomicInteger wakeUps = new AtomicInteger();
  private final ObjectMapper mapper = new ObjectMapper().registerModule(new JavaTimeModule());

  private Parts(TestDatabase test, MovableClock clock) {
    this.test = test;
    this.clock = clock;
    new JsonRules().customize(mapper);
    var ids = new Ids(clock);
    var database = test.database();
    lane = new Lane(database, clock);
    outbox = new Outbox(database, clock, ids);
    store = new NotificationStore(database, outbox);
    keys = new IdempotencyKeys(database, clock);
    var codec = new RecipientCodec();
    views = new NotificationViews(store, outbox, codec, lane, clock);
    list = new NotificationList(new LongReads(database, 1, Duration.ZERO), views);
    trail = AuditTrails.of(database, clock);
    users = new Users(database, trail, clock);
    drafts = new Drafts(validator(clock), users, codec, ids, clock);
  }

  static Parts on(Dialect dialect) {
    var clock = new MovableClock();
    return new Parts(TestDatabase.open(dialect, clock), clock);
  }

  /** Over a PostgreSQL database that somebody else has made. */
  static Parts at(String url, Duration patience) {
    var clock = new MovableClock();
    return new Parts(TestDatabase.at(url, clock, patience), clock);
  }

  /** Over the database that this JVM keeps, emptied: do not close them. */
  static Parts emptied(Dialect dialect) {
    return new Parts(TestDatabase.emptied(dialect), new MovableClock());
  }

  /** Another replica on the same database. */
  Parts replica() {
    return new Parts(test.openAgain(), clock);
  }

  Reception reception() {
    return reception(1_000);
  }

  Reception reception(long maxQueued) {
    return reception(maxQueued, keys);
  }

  Reception reception(IdempotencyKeys keys) {
    return reception(1_000, keys);
  }

  private Reception reception(long maxQueued, IdempotencyKeys keys) {
    return new Reception(
        test.database(),
        store,
        outbox,
        new OutboxRoom(
            new Backlog(outbox, clock),
            new DiskSpace(1_000, free::get),
            maxQueued,
            new SimpleMeterRegistry()),
        keys,
        mapper,
        new Wake(wakeUps),
        new Tracing(null),
        new SimpleMeterRegistry());
  }

  CourseResource course() {
    return new CourseResource(
        test.database(), store, views, outbox, lane, new History(clock), trail, new Wake(wakeUps));
  }

  /** A request to tell these addresses. */
  static NotificationRequest request(Event event, String workItem, String... emails) {
    return new NotificationRequest(
        event,
        item(workItem),
        java.util.Arrays.stream(emails)
            .map(email -> new RecipientRequest(email, null, null, null, null))
            .toList(),
        null,
        null);
  }

  Draft draft(Event event, String workItem, String... emails) {
    var request = request(event, workItem, emails);
    return drafts.make(request, drafts.users(List.of(request)), "test");
  }

  /** Stores a draft of a notification to these addresses. */
  Draft add(Event event, String workItem, String... emails) {
    var draft = draft(event, workItem, emails);
    add(draft);
    return draft;
  }

  void add(Draft draft) {
    reception()
        .accept(CALLER, null, "", () -> new Reception.Prepared(List.of(draft), "", Map.of()));
  }

  static WorkItem item(String id) {
    return new WorkItem(
        id,
        "Approve " + id,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static Validator validator(MovableClock clock) {
    return Validation.byDefaultProvider()
        .configure()
        .clockProvider(() -> clock)
        .buildValidatorFactory()
        .getValidator();
  }

  @Override
  public void close() {
    test.close();
  }

  /** Counts what would wake the delivery. */
  private record Wake(AtomicInteger count)
      implements jakarta.enterprise.event.Event<NotificationsAccepted> {

    @Override
    public void fire(NotificationsAccepted event) {
      count.incrementAndGet();
    }

    @Override
    public <U extends NotificationsAccepted> CompletionStage<U> fireAsync(U event) {
      return CompletableFuture.failedStage(new UnsupportedOperationException());
    }

    @Override
    public <U extends NotificationsAccepted> CompletionStage<U> fireAsync(
        U event, NotificationOptions options) {
      return fireAsync(event);
    }

    @Override
    public jakarta.enterprise.event.Event<NotificationsAccepted> select(Annotation... qualifiers) {
      return this;
    }

    @Override
    public <U extends NotificationsAccepted> jakarta.enterprise.event.Event<U> select(
        Class<U> subtype, Annotation... qualifiers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <U extends NotificationsAccepted> jakarta.enterprise.event.Event<U> select(
        TypeLiteral<U> subtype, Annotation... qualifiers) {
      throw new UnsupportedOperationException();
    }
  }
}
