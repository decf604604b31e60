package org.workherald.notification;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** One reader, resolved: an address, and how to write to it. */
@RegisterForReflection
public record Recipient(String email, String name, String locale, String timeZone) {}
