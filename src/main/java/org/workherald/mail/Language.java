package org.workherald.mail;

import java.util.Locale;

/**
 * A language that there are words in, as one reader uses it.
 *
 * @param tag of the words (BCP 47)
 * @param region how the reader writes dates: the words' language, and perhaps the reader's country
 */
record Language(String tag, Locale region, Words words) {}
