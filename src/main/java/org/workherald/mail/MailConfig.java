package org.workherald.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.Converter;
import org.workherald.http.WebAddress;

/** How to write to readers who have not said. */
@ConfigMapping(prefix = "workherald.mail")
interface MailConfig {

  /** The language for readers without one, or with one that there are no words in. */
  @WithDefault("en")
  Locale defaultLocale();

  /** The time zone that dates are written in for readers without one. */
  @WithDefault("UTC")
  ZoneId defaultTimeZone();

  /**
   * The web page where readers choose which mails they get; each mail links to it. Without one they
   * are told to ask their administrator.
   */
  Optional<@WithConverter(Page.class) String> preferencesUrl();

  /** An address that a link may lead to. */
  class Page implements Converter<String> {

    @Override
    public String convert(String value) {
      if (!value.isEmpty() && !WebAddress.Syntax.isWebAddress(value)) {
        throw new IllegalArgumentException(WebAddress.MUST_BE);
      }
      return value;
    }
  }
}
