package org.workherald.notification;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.validation.Violation;
import jakarta.inject.Singleton;
import jakarta.validation.Validator;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.workherald.http.FieldFaults;
import org.workherald.http.LanguageTag;
import org.workherald.http.Unprocessable;
import org.workherald.outbox.EntryState;
import org.workherald.outbox.NewEntry;
import org.workherald.store.Ids;
import org.workherald.trace.TraceContext;
import org.workherald.user.UserPreferences;
import org.workherald.user.Users;

/** Checks requests, finds out who is meant, and makes drafts of them. */
@Singleton
class Drafts {

  private static final String SWITCHED_OFF = "the user has switched mails about this event off";

  private final Validator validator;
  private final Users users;
  private final RecipientCodec codec;
  private final Ids ids;
  private final Clock clock;

  Drafts(Validator validator, Users users, RecipientCodec codec, Ids ids, Clock clock) {
    this.validator = validator;
    this.users = users;
    this.codec = codec;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Checks a request against its constraints.
   *
   * @throws FieldFaults with everything that is wrong with it
   */
  void check(NotificationRequest request) {
    var broken = validator.validate(request);
    if (!broken.isEmpty()) {
      throw FieldFaults.of(broken);
    }
  }

  /** The users that these requests name, as far as they are known. */
  Map<String, UserPreferences> users(Collection<NotificationRequest> requests) {
    return users.find(
        requests.stream()
            .flatMap(request -> request.recipients().stream())
            .map(RecipientRequest::user)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet()));
  }

  /**
   * Makes a draft of a request that passed {@link #check}. An address gets one mail, however often
   * the request names it; the first time counts.
   *
   * @param caller who sends it
   * @throws HttpProblem 422 when it names users that are not known
   */
  Draft make(NotificationRequest request, Map<String, UserPreferences> known, String caller) {
    refuseUnknown(request, known);
    var id = ids.next();
    var now = clock.instant();
    var recipients = new ArrayList<Recipient>();
    var entries = new ArrayList<NewEntry>();
    var seen = new HashSet<String>();
    for (var named : request.recipients()) {
      var user = named.user() == null ? null : known.get(named.user());
      var recipient = resolve(named, user);
      if (seen.add(mailbox(recipient.email()))) {
        recipients.add(recipient);
        boolean off = user != null && user.off(request.event().id());
        entries.add(entry(id, caller, request, recipient, off));
      }
    }
    return new Draft(notification(id, request, now), recipients, entries);
  }

  private static void refuseUnknown(
      NotificationRequest request, Map<String, UserPreferences> known) {
    var violations = new ArrayList<Violation>();
    for (int i = 0; i < request.recipients().size(); i++) {
      var user = request.recipients().get(i).user();
      if (user != null && !known.containsKey(user)) {
        violations.add(
            Violation.In.body
                .field("recipients[" + i + "].user")
                .message("is not known here: add the user under /users, or send an email address"));
      }
    }
    if (!violations.isEmpty()) {
      throw Unprocessable.of(violations);
    }
  }

  private static Recipient resolve(RecipientRequest named, UserPreferences user) {
    if (user == null) {
      return new Recipient(
          named.email(), named.name(), canonical(named.locale()), named.timeZone());
    }
    return new Recipient(
        user.email(),
        first(named.name(), user.name()),
        canonical(first(named.locale(), user.locale())),
        first(named.timeZone(), user.timeZone()));
  }

  private static String first(String preferred, String other) {
    return preferred == null ? other : preferred;
  }

  private static String canonical(String locale) {
    return locale == null ? null : LanguageTag.Known.canonical(locale);
  }

  /** Domains are the same in any case; local parts need not be (RFC 5321 §2.4). */
  private static String mailbox(String address) {
    int at = address.lastIndexOf('@');
    return address.substring(0, at) + address.substring(at).toLowerCase(Locale.ROOT);
  }

  private static Notification notification(UUID id, NotificationRequest request, Instant now) {
    return new Notification(
        id,
        request.event(),
        request.workItem(),
        request.replyTo(),
        now,
        request.expiresAt(),
        TraceContext.current());
  }

  private NewEntry entry(
      UUID message, String caller, NotificationRequest request, Recipient recipient, boolean off) {
    return new NewEntry(
        ids.next(),
        message,
        caller,
        recipient.email(),
        codec.encode(recipient),
        request.workItem().urgent(),
        off ? EntryState.SUPPRESSED : EntryState.QUEUED,
        off ? SWITCHED_OFF : null,
        request.expiresAt());
  }
}
