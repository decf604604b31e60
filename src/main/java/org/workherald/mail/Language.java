package org.workherald.mail;

import com.ibm.icu.util.ULocale;
import java.util.Locale;

/**
 * A language that there are words in, as one reader uses it; or one that there is a template in,
 * with the words of another.
 *
 * @param tag of the language (BCP 47)
 * @param region how the reader writes dates: the language, and perhaps the reader's country
 */
record Language(String tag, Locale region, Words words) {

  /** {@code ltr} or {@code rtl}. */
  String direction() {
    return ULocale.forLanguageTag(tag).isRightToLeft() ? "rtl" : "ltr";
  }

  /** The same words where all else is of another language. */
  Language in(String other) {
    return new Language(other, Locale.forLanguageTag(other), words);
  }
}
