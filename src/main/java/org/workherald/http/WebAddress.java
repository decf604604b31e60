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
import java.net.URI;
import java.net.URISyntaxException;

/** An absolute http or https URL; no other scheme, so that a link never runs a script. */
@Documented
@Constraint(validatedBy = WebAddress.Syntax.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface WebAddress {

  /** What to tell whoever gave another one. */
  String MUST_BE = "must be an http or https URL, with spaces and quotes percent-encoded";

  String message() default MUST_BE;

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Checks the syntax. */
  class Syntax implements ConstraintValidator<WebAddress, String> {

    private static final int MAX_LENGTH = 2_000;

    @Override
    public boolean isValid(String value, ConstraintValidatorContext context) {
      return value == null || isWebAddress(value);
    }

    /** Whether it is one, other than {@code null}. */
    public static boolean isWebAddress(String value) {
      try {
        var uri = new URI(value);
        return value.length() <= MAX_LENGTH
            && ("https".equalsIgnoreCase(uri.getScheme())
                || "http".equalsIgnoreCase(uri.getScheme()))
            && uri.getRawAuthority() != null
            && !uri.getRawAuthority().isEmpty();
      } catch (URISyntaxException e) {
        return false;
      }
    }
  }
}
