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
import org.workherald.address.AddrSpec;

/** A bare mail address, as {@link AddrSpec} has it. */
@Documented
@Constraint(validatedBy = MailAddress.Syntax.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface MailAddress {

  String message() default "must be a mail address alone, such as kim@example.com";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Checks the syntax. */
  class Syntax implements ConstraintValidator<MailAddress, String> {

    @Override
    public boolean isValid(String value, ConstraintValidatorContext context) {
      return value == null || AddrSpec.isValid(value);
    }
  }
}
