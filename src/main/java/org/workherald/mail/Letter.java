package org.workherald.mail;

/**
 * The words of a mail.
 *
 * @param language of the mail (BCP 47)
 * @param html {@code null} when the template of the mail has none
 */
record Letter(String language, String subject, String text, String html) {}
