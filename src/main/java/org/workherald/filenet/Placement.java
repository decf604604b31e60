package org.workherald.filenet;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.workherald.http.LanguageTag;
import org.workherald.notification.Event;

/**
 * What a file is for, by its name, its folders and what the caller says.
 *
 * @param locale canonical tag of a language (BCP 47)
 * @param application the number of the web application whose folder it was in; {@code null} when it
 *     was in none
 */
record Placement(Event event, String locale, String application) {

  private static final Pattern LANGUAGE = Pattern.compile("(?i)[a-z]{2}([_-][a-z0-9_-]{1,30})?");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final Pattern SEPARATOR = Pattern.compile("[/\\\\]");

  /** Readers of no get what is there for nb, but not the other way round. */
  private static final Pattern OLD_NORWEGIAN = Pattern.compile("^no(?=-|$)");

  /** What the caller says; {@code null} for what is to be found out. */
  record Terms(Event event, String locale, Charset charset, String application) {}

  /**
   * @param path the name of a file, perhaps with its folders
   * @throws NotUnderstood when it is no template, or nothing tells what it is for
   */
  static Placement of(String path, Terms terms) throws NotUnderstood {
    List<String> parts = Arrays.asList(SEPARATOR.split(path));
    String name = parts.isEmpty() ? "" : parts.get(parts.size() - 1);
    List<String> folders = parts.isEmpty() ? List.of() : parts.subList(0, parts.size() - 1);
    Event event = terms.event() != null ? terms.event() : event(name);
    String application =
        folders.stream()
            .filter(folder -> NUMBER.matcher(folder).matches())
            .reduce((outer, inner) -> inner)
            .orElse(null);
    if (terms.application() != null
        && application != null
        && !terms.application().equals(application)) {
      throw new NotUnderstood(
          "It is of application %s, and %s is asked for."
              .formatted(application, terms.application()));
    }
    String locale = terms.locale() != null ? terms.locale() : locale(folders);
    if (locale == null) {
      throw new NotUnderstood(
          "None of its folders is called after a language. Say with ?locale= which one it is in.");
    }
    String tag = OLD_NORWEGIAN.matcher(LanguageTag.Known.canonical(locale)).replaceFirst("nb");
    return new Placement(event, tag, application);
  }

  private static Event event(String name) throws NotUnderstood {
    return MessageType.ofFile(name)
        .map(MessageType::event)
        .orElseThrow(
            () ->
                new NotUnderstood(
                    "Its name is none of FileNet's: %s. Say with ?event= which event a single file is for."
                        .formatted(
                            Arrays.stream(MessageType.values())
                                .map(MessageType::file)
                                .collect(Collectors.joining(", ")))));
  }

  private static String locale(List<String> folders) {
    List<String> languages =
        folders.stream()
            .filter(folder -> LANGUAGE.matcher(folder).matches())
            .filter(folder -> new LanguageTag.Known().isValid(folder, null))
            .toList();
    String last = languages.isEmpty() ? null : languages.get(languages.size() - 1);
    // fnsw/loc/sd/msg and fnsw_loc/sd/msg were fixed paths, and no Sindhi.
    boolean fixed = "sd".equals(last) && folders.contains("msg");
    return fixed ? null : last;
  }
}
