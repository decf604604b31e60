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

/**
 * Text on one line, bounded: no line breaks, control characters, Unicode line separators or broken
 * surrogates, so that it can stand in a header.
 */
@Documented
@Constraint(validatedBy = {})
@Size
@Pattern(regexp = OneLine.PATTERN, message = "must be one line without control characters")
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface OneLine {

  /** The same for where nothing is annotated. */
  String PATTERN = "[^\\p{Cc}\\p{Cs}\\u2028\\u2029]*";

  /** The number of characters it may have. */
  @OverridesAttribute(constraint = Size.class, name = "max")
  int max();

  String message() default "";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};
}
