package org.workherald.notification;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How much was cancelled.
 *
 * @param cancelled deliveries
 */
@Schema(name = "Cancelled", description = "How many deliveries were cancelled")
public record Cancelled(int cancelled) {}
