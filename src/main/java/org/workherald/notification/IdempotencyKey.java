package org.workherald.notification;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The header that makes it safe to repeat a request. */
@Documented
@Constraint(validatedBy = {})
@Pattern(regexp = "[\\x20-\\x7E]{1,255}", message = "must be 1 to 255 printable ASCII characters")
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@interface IdempotencyKey {

  String HEADER = "Idempotency-Key";
  String DESCRIPTION =
      "Makes it safe to repeat the request for 24 hours: the same body gets the same answer, with"
          + " the header Idempotency-Replayed: true.";

  String message() default "";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};
}
