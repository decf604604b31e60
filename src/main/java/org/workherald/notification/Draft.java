package org.workherald.notification;

import java.util.List;
import org.workherald.outbox.NewEntry;

/**
 * A notification that passed all checks, ready to be stored.
 *
 * @param recipients in the order of the entries
 */
record Draft(Notification notification, List<Recipient> recipients, List<NewEntry> entries) {}
