package org.workherald.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.workherald.smtp.ScriptedSmtpServer.Mail;

/** What was asked for and promised, and what the mail server got; each mail has its own address. */
final class Ledger {

  private static final Pattern MESSAGE_ID = Pattern.compile("(?mi)^Message-ID:\\s*(<[^>]+>)\\s*$");

  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final Set<String> doubtful = ConcurrentHashMap.newKeySet();
  private final Map<String, Queue<Copy>> arrived = new ConcurrentHashMap<>();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();

  /**
   * One mail as a server took it, without its text.
   *
   * @param server its port
   */
  record Copy(String address, String messageId, Mail mail, int server) {}

  /** Somebody is about to ask for mails to these addresses. */
  void asked(Collection<String> addresses) {
    asked.addAll(addresses);
  }

  /** They were answered 202. */
  void accepted(Collection<String> addresses) {
    accepted.addAll(addresses);
  }

  /** Somebody asked to cancel them: they may be mailed or not. */
  void doubtful(Collection<String> addresses) {
    doubtful.addAll(addresses);
  }

  /** They are to be mailed after all. */
  void certain(Collection<String> addresses) {
    doubtful.removeAll(addresses);
  }

  /** Something that must not happen. */
  void fault(String words) {
    faults.add(words);
  }

  /** For {@link org.workherald.smtp.ScriptedSmtpServer#taker}. */
  void take(Mail mail, int server) {
    String address = mail.recipients().get(0);
    Matcher id = MESSAGE_ID.matcher(new String(mail.content(), UTF_8));
    Mail bare =
        new Mail(
            mail.from(),
            mail.recipients(),
            mail.mailCommand(),
            new byte[0],
            mail.tls(),
            mail.connection(),
            mail.client(),
            mail.dataAt(),
            mail.takenAt());
    if (!asked.contains(address)) {
      fault("a mail that nobody asked for: " + address);
    }
    arrived
        .computeIfAbsent(address, a -> new ConcurrentLinkedQueue<>())
        .add(new Copy(address, id.find() ? id.group(1) : "none", bare, server));
  }

  int accepted() {
    return accepted.size();
  }

  /** Promised, and not here yet. */
  List<String> missing() {
    return accepted.stream()
        .filter(address -> !doubtful.contains(address) && !arrived.containsKey(address))
        .toList();
  }

  /** How many addresses got a mail. */
  int mailed() {
    return arrived.size();
  }

  boolean mailed(String address) {
    return arrived.containsKey(address);
  }

  /** Every mail, in the order they were taken for each address. */
  List<List<Copy>> copies() {
    return arrived.values().stream().<List<Copy>>map(ArrayList::new).toList();
  }

  Collection<String> faults() {
    return faults;
  }
}
