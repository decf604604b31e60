package org.workherald.outbox;

import java.time.Instant;
import java.util.UUID;

/** How an entry had ended that was queued again: the outbox itself forgets it. */
public record Ended(UUID entry, EntryState state, String reason, Instant at) {}
