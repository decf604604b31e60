package org.workherald.mail;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;
import org.workherald.notification.Event;
import org.workherald.notification.WorkItem;

/**
 * All words of the mails. The words themselves are in {@code messages/words_<language>.properties},
 * one file for each language; a new file is a new language. The build checks every use of a word
 * here and in the templates; {@code WordsFilesTest} holds the files against each other.
 */
@MessageBundle(value = "words", locale = "en")
public interface Words {

  /** {@code ltr} or {@code rtl}. */
  @Message
  String direction();

  /** What the subject line begins with, such as {@code Work Item:}. */
  @Message
  String prefix(Event event);

  /** What happened, without a full stop: the subject of the work item follows. */
  @Message
  String news(Event event);

  /** What the reader should do now. */
  @Message
  String ask(Event event);

  /** Why the reader gets the mail. */
  @Message
  String why(Event.Audience audience);

  @Message
  String automatic();

  /** Whom to ask for other mails or fewer, where there is no page for it. */
  @Message
  String change();

  /** The text of the link to the page where the reader chooses mails. */
  @Message
  String changeLink();

  @Message
  String open();

  @Message
  String workItem();

  @Message
  String workflow();

  @Message
  String step();

  @Message
  String milestone();

  @Message
  String priority();

  @Message
  String urgency(WorkItem.Priority priority);

  @Message
  String assignee();

  @Message
  String queue();

  @Message
  String originator();

  @Message
  String started();

  @Message
  String enqueued();

  @Message
  String occurred();

  @Message
  String due();

  /** What is said of the time since something was due. */
  @Message
  String overdue();

  @Message
  String instructions();

  @Message
  String exception();

  @Message
  String comment();

  /** A label with the sign that separates it from what it labels. */
  @Message
  String labelled(String label);

  /** Which time zone the times are in. */
  @Message
  String times(String zone);

  /** The subject of the mail by which an administrator tests the mail server. */
  @Message
  String testSubject();

  /** What that mail says first. */
  @Message
  String testNews();

  /** When it was sent. */
  @Message
  String testSent();

  /** What the sender calls itself at the mail server. */
  @Message
  String testFrom();

  @Message
  String testServer();

  /** By which TLS it was sent. */
  @Message
  String testProtection();

  @Message
  String testNoTls();

  /** Why the reader gets it. */
  @Message
  String testWhy();
}
