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
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Set;

/** A language, as BCP 47 tag or in Java's older form: {@code de}, {@code pt-BR}, {@code iw_IL}. */
@Documented
@Constraint(validatedBy = LanguageTag.Known.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface LanguageTag {

  String message() default "must be a language tag such as de or pt-BR";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Checks that language and country exist. */
  class Known implements ConstraintValidator<LanguageTag, String> {

    private static final int MAX_LENGTH = 35;
    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    @Override
    public boolean isValid(String value, ConstraintValidatorContext context) {
      if (value == null) {
        return true;
      }
      try {
        var locale = parse(value);
        var language = locale.getLanguage();
        var country = locale.getCountry();
        return value.length() <= MAX_LENGTH
            && (language.length() == 3 || LANGUAGES.contains(language))
            && (country.length() != 2 || COUNTRIES.contains(country));
      } catch (IllformedLocaleException e) {
        return false;
      }
    }

    /** The canonical form of a valid tag: {@code iw_IL} becomes {@code he-IL}. */
    public static String canonical(String tag) {
      return parse(tag).toLanguageTag();
    }

    private static Locale parse(String tag) {
      return new Locale.Builder().setLanguageTag(tag.replace('_', '-')).build();
    }
  }
}
