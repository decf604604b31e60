package org.workherald.smtp;

import java.util.UUID;

/**
 * A message ready for the wire.
 *
 * @param sender the reverse path
 * @param recipient the forward path, one for each message
 * @param content the MIME message with CRLF line ends, not yet dot-stuffed
 */
public record OutgoingMessage(UUID id, String sender, String recipient, byte[] content) {}
