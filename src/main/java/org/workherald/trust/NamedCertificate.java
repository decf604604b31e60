package org.workherald.trust;

import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A certificate as it comes from outside, not looked at yet.
 *
 * @param alias what it is called there, or {@code null}; what could not stand on a line is taken
 *     out
 */
public record NamedCertificate(X509Certificate certificate, String alias) {

  private static final int LONGEST_ALIAS = 100;
  private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cs}\\u2028\\u2029]");

  public NamedCertificate {
    Objects.requireNonNull(certificate, "certificate");
    alias = alias == null || alias.isBlank() ? null : line(alias);
  }

  private static String line(String alias) {
    String shortened = alias.length() <= LONGEST_ALIAS ? alias : alias.substring(0, LONGEST_ALIAS);
    return UNFIT.matcher(shortened).replaceAll("?");
  }
}
