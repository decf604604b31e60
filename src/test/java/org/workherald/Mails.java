package org.workherald;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.workherald.smtp.ScriptedSmtpServer;

/** Reads mails as a mail client would. */
public final class Mails {

  private Mails() {}

  public static MimeMessage parse(ScriptedSmtpServer.Mail mail) {
    try {
      return new MimeMessage(null, new ByteArrayInputStream(mail.content()));
    } catch (MessagingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public static String header(ScriptedSmtpServer.Mail mail, String name) {
    try {
      return parse(mail).getHeader(name, null);
    } catch (MessagingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public static String subject(ScriptedSmtpServer.Mail mail) {
    try {
      return parse(mail).getSubject();
    } catch (MessagingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The work item's id: the last word of the sample's subject. */
  public static String workItem(ScriptedSmtpServer.Mail mail) {
    String subject = subject(mail);
    return subject.substring(subject.lastIndexOf(' ') + 1);
  }

  /** All of a mail that has one part only. */
  public static String text(ScriptedSmtpServer.Mail mail) {
    try {
      return (String) parse(mail).getContent();
    } catch (MessagingException e) {
      throw new IllegalArgumentException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The alternative of this type, such as {@code text/plain}. */
  public static String part(ScriptedSmtpServer.Mail mail, String type) {
    try {
      Multipart parts = (Multipart) parse(mail).getContent();
      for (int i = 0; i < parts.getCount(); i++) {
        BodyPart part = parts.getBodyPart(i);
        if (part.isMimeType(type)) {
          return (String) part.getContent();
        }
      }
      throw new IllegalArgumentException("no part of type " + type);
    } catch (MessagingException e) {
      throw new IllegalArgumentException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
