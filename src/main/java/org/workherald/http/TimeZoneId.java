package org.workherald.http;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.DateTimeException;
import java.time.ZoneId;

/** A time zone: a name from the tz database such as {@code Europe/Berlin}, or an offset. */
@Documented
@Constraint(validatedBy = TimeZoneId.Known.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface TimeZoneId {

  String message() default "must be a time zone such as Europe/Berlin or +02:00";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Checks that the zone exists. */
  class Known implements ConstraintValidator<TimeZoneId, String> {

    @Override
    public boolean isValid(String value, ConstraintValidatorContext context) {
      try {
        return value == null || ZoneId.of(value) != null;
      } catch (DateTimeException e) {
        return false;
      }
    }
  }
}
