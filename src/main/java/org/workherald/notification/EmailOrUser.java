package org.workherald.notification;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A recipient is named in one way, so that there is no doubt about who is meant. */
@Documented
@Constraint(validatedBy = EmailOrUser.One.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface EmailOrUser {

  String message() default "needs exactly one of email and user";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Counts. */
  class One implements ConstraintValidator<EmailOrUser, RecipientRequest> {

    @Override
    public boolean isValid(RecipientRequest recipient, ConstraintValidatorContext context) {
      return (recipient.email() == null) != (recipient.user() == null);
    }
  }
}
