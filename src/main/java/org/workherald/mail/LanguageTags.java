package org.workherald.mail;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Set;

/** Tells those who must not know about mails which languages there are words in. */
class LanguageTags {

  @Produces
  @Singleton
  @Named("languages")
  Set<String> tags() {
    return Set.copyOf(Languages.TAGS);
  }
}
