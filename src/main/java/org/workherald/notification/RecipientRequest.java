package org.workherald.notification;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.workherald.http.LanguageTag;
import org.workherald.http.MailAddress;
import org.workherald.http.OneLine;
import org.workherald.http.TimeZoneId;

/**
 * One recipient as the caller names it: by address, or as a user whose preferences are known here.
 * Name, language and time zone given here come before a user's own.
 */
@Schema(
    name = "Recipient",
    description = "A recipient: exactly one of email and user, and how to write to them")
@EmailOrUser
public record RecipientRequest(
    @MailAddress @Schema(examples = "kim@example.com") String email,
    @OneLine(max = 255) @Schema(description = "A user kept under /users") String user,
    @OneLine(max = 200) @Schema(examples = "Kim Lee") String name,
    @LanguageTag @Schema(description = "BCP 47 language tag", examples = "de") String locale,
    @TimeZoneId @Schema(examples = "Europe/Berlin") String timeZone) {}
