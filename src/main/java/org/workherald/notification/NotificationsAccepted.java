package org.workherald.notification;

/** Fired after the commit when there is something new to deliver. */
public record NotificationsAccepted() {}
