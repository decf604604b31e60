package org.workherald.template;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which name somebody meant. */
final class Nearest {

  private Nearest() {}

  /** The name that takes the fewest slips of the pen, if it takes only a few. */
  static Optional<String> of(String wrong, Collection<String> names) {
    String lower = wrong.toLowerCase(Locale.ROOT);
    int bound = wrong.length() < 3 ? 0 : Math.max(1, Math.min(3, wrong.length() / 4));
    return names.stream()
        .filter(name -> slips(lower, name.toLowerCase(Locale.ROOT)) <= bound)
        .min(Comparator.comparingInt(name -> slips(lower, name.toLowerCase(Locale.ROOT))));
  }

  /** The optimal string alignment distance: letters left out, added, wrong or swapped. */
  private static int slips(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int wrong = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + wrong, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
