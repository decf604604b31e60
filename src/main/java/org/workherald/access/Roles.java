package org.workherald.access;

import java.util.Set;

/** What a caller may do, as words for {@code @RolesAllowed}. Whoever is admin has all of them. */
public final class Roles {

  /** Everything. */
  public static final String ADMIN = "admin";

  /** Reads everything, resends, cancels and tests the mail server. */
  public static final String OPERATOR = "operator";

  /** Sends notifications and reads them back. */
  public static final String NOTIFIER = "notifier";

  /** Keeps the own preferences. */
  public static final String USER = "user";

  private Roles() {}

  static Set<String> implied(Set<String> roles) {
    return roles.contains(ADMIN) ? Set.of(ADMIN, OPERATOR, NOTIFIER, USER) : roles;
  }
}
