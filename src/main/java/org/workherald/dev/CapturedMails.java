package org.workherald.dev;

import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The mails captured since the start of dev mode, the last {@value #KEPT} of them. */
@Singleton
@IfBuildProfile("dev")
class CapturedMails {

  static final int KEPT = 200;

  private final Clock clock;
  private final Deque<CapturedMail> mails = new ArrayDeque<>();
  private long count;

  CapturedMails(Clock clock) {
    this.clock = clock;
  }

  synchronized void add(String sender, List<String> recipients, String tls, byte[] content) {
    mails.addFirst(
        new CapturedMail(++count, clock.instant(), sender, List.copyOf(recipients), tls, content));
    if (mails.size() > KEPT) {
      mails.removeLast();
    }
  }

  /** Newest first. */
  synchronized List<CapturedMail> all() {
    return List.copyOf(mails);
  }

  synchronized Optional<CapturedMail> find(long id) {
    return mails.stream().filter(mail -> mail.id() == id).findFirst();
  }

  synchronized void clear() {
    mails.clear();
  }
}
