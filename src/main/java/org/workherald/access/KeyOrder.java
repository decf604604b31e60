package org.workherald.access;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.workherald.http.OneLine;

/** An API key to be made. */
@Schema(name = "KeyOrder", description = "An API key to be made")
public record KeyOrder(
    @Schema(description = "Whose key it is, for the list", examples = "workflow engine")
        @NotBlank
        @OneLine(max = 100)
        String name,
    @Schema(examples = "[\"notifier\"]") @NotEmpty
        Set<
                @NotNull
                @Pattern(
                    regexp = "notifier|operator|admin|user",
                    message = "must be one of notifier, operator, admin, user")
                String>
            roles) {}
