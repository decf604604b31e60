package org.workherald.notification;

/** One reader, resolved: an address, and how to write to it. */
public record Recipient(String email, String name, String locale, String timeZone) {}
