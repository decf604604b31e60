package org.workherald.filenet;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The character sets of template files: what their names mean, and which a language was used with.
 */
final class Charsets {

  /**
   * Names that software on Windows wrote for a larger set than the one of that name (as browsers
   * read them, WHATWG Encoding, 4.2).
   */
  private static final Map<String, String> LARGER =
      Map.ofEntries(
          Map.entry("shift_jis", "windows-31j"),
          Map.entry("sjis", "windows-31j"),
          Map.entry("x-sjis", "windows-31j"),
          Map.entry("ms932", "windows-31j"),
          Map.entry("ms_kanji", "windows-31j"),
          Map.entry("euc-kr", "x-windows-949"),
          Map.entry("ks_c_5601-1987", "x-windows-949"),
          Map.entry("gb2312", "GB18030"),
          Map.entry("gbk", "GB18030"),
          Map.entry("iso-8859-1", "windows-1252"),
          Map.entry("latin1", "windows-1252"),
          Map.entry("us-ascii", "windows-1252"),
          Map.entry("iso-8859-9", "windows-1254"),
          Map.entry("tis-620", "x-windows-874"),
          Map.entry("windows-874", "x-windows-874"));

  /** By language; Chinese differs by region. */
  private static final Map<String, String> USUAL =
      Map.ofEntries(
          Map.entry("ja", "windows-31j"),
          Map.entry("ko", "x-windows-949"),
          Map.entry("ru", "windows-1251"),
          Map.entry("bg", "windows-1251"),
          Map.entry("kk", "windows-1251"),
          Map.entry("uk", "windows-1251"),
          Map.entry("el", "windows-1253"),
          Map.entry("pl", "windows-1250"),
          Map.entry("cs", "windows-1250"),
          Map.entry("sk", "windows-1250"),
          Map.entry("sl", "windows-1250"),
          Map.entry("hr", "windows-1250"),
          Map.entry("hu", "windows-1250"),
          Map.entry("ro", "windows-1250"),
          Map.entry("tr", "windows-1254"),
          Map.entry("he", "windows-1255"),
          Map.entry("ar", "windows-1256"),
          Map.entry("th", "x-windows-874"));

  private static final String TRADITIONAL_CHINESE = "Big5";
  private static final String CHINESE = "GB18030";
  private static final String OTHERS = "windows-1252";

  private Charsets() {}

  /** The set of this name; none when there is no such set, or it is none of texts. */
  static Optional<Charset> named(String name) {
    try {
      String larger = LARGER.getOrDefault(name.strip().toLowerCase(Locale.ROOT), name.strip());
      return Optional.of(Charset.forName(larger)).filter(Charset::canEncode);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      return Optional.empty();
    }
  }

  /** What files in a language were mostly written in before UTF-8. */
  static Charset usual(String locale) {
    Locale wanted = Locale.forLanguageTag(locale);
    String language = wanted.getLanguage();
    String name =
        language.equals("zh")
            ? (traditional(wanted) ? TRADITIONAL_CHINESE : CHINESE)
            : USUAL.getOrDefault(language, OTHERS);
    // A trimmed Java may be without the larger sets; then nothing but UTF-8 is left.
    return named(name).orElse(StandardCharsets.UTF_8);
  }

  private static boolean traditional(Locale chinese) {
    return switch (chinese.getScript()) {
      case "Hant" -> true;
      case "Hans" -> false;
      default -> Set.of("TW", "HK", "MO").contains(chinese.getCountry());
    };
  }
}
