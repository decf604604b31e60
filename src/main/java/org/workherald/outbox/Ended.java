package org.workherald.outbox;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;

/** How an entry had ended that was queued again: the outbox itself forgets it. */
@RegisterForReflection
public record Ended(UUID entry, EntryState state, String reason, Instant at) {}
