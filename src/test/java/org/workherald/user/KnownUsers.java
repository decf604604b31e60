package org.workherald.user;

import java.util.Map;
import org.workherald.user.UserPreferences.Choice;

/** Adds users for tests of other packages. */
public final class KnownUsers {

  private KnownUsers() {}

  public static void add(
      Users users,
      String id,
      String email,
      String name,
      String locale,
      Map<String, Choice> events) {
    users.put(id, new UserPreferences(email, name, locale, null, events, null, null, null));
  }
}
