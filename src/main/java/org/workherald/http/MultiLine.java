package org.workherald.http;

import jakarta.validation.Constraint;
import jakarta.validation.OverridesAttribute;
import jakarta.validation.Payload;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Text that may have line breaks and tabs but no other control characters, bounded. */
@Documented
@Constraint(validatedBy = {})
@Size
@Pattern(
    regexp = "[[^\\p{Cc}\\p{Cs}]\\t\\r\\n]*",
    message = "must not contain control characters other than line breaks and tabs")
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface MultiLine {

  /** The number of characters it may have. */
  @OverridesAttribute(constraint = Size.class, name = "max")
  int max();

  String message() default "";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};
}
