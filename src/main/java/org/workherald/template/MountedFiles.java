package org.workherald.template;

import io.quarkus.runtime.util.HashUtil;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.workherald.http.LanguageTag;
import org.workherald.notification.Event;

/**
 * The files of the mounted folder, read in one go: {@code <event>.<locale>.subject.txt}, {@code
 * .txt} and {@code .html}. A flat folder, because a ConfigMap of Kubernetes is one.
 *
 * @param contents by file name
 */
record MountedFiles(Map<String, byte[]> contents) {

  /** Where Kubernetes swaps whole sets of files: a symbolic link beside them. */
  private static final String KUBERNETES_SET = "..data";

  private static final int MOST = 5_000;

  /** So many bytes are more characters than a template may have: the rest need not be read. */
  private static final int LARGEST = 4 * MailTemplate.Part.HTML.longest();

  private static final String SUBJECT = ".subject.txt";
  private static final List<String> ENDINGS = List.of(SUBJECT, ".txt", ".html");
  private static final LanguageTag.Known LANGUAGES = new LanguageTag.Known();

  static MountedFiles read(Path folder) throws IOException {
    Path set = folder.resolve(KUBERNETES_SET);
    // A swap while we read must not mix two sets.
    Path whole = (Files.isDirectory(set) ? set : folder).toRealPath();
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(whole)) {
      for (Path file : files.filter(MountedFiles::isTemplate).limit(MOST).toList()) {
        try (InputStream content = Files.newInputStream(file)) {
          contents.put(file.getFileName().toString(), content.readNBytes(LARGEST));
        }
      }
    }
    return new MountedFiles(contents);
  }

  private static boolean isTemplate(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".")
        && ENDINGS.stream().anyMatch(name::endsWith)
        && Files.isRegularFile(file);
  }

  /** Tells one state of the files from another; modification times do not. */
  String hash() {
    StringBuilder all = new StringBuilder();
    contents.forEach(
        (name, content) -> all.append(name).append('/').append(HashUtil.sha256(content)));
    return HashUtil.sha256(all.toString());
  }

  /** What the name of a file says that it is for, if it says so. */
  static Optional<TemplateKey> key(String name) {
    String ending = ENDINGS.stream().filter(name::endsWith).findFirst().orElse("");
    String stem = name.substring(0, name.length() - ending.length());
    int dot = stem.lastIndexOf('.');
    String locale = stem.substring(dot + 1);
    return dot < 0 || !LANGUAGES.isValid(locale, null)
        ? Optional.empty()
        : Event.of(stem.substring(0, dot)).map(event -> TemplateKey.of(event, locale));
  }

  /**
   * The templates that the files make together.
   *
   * @throws CharacterCodingException when a file is not UTF-8
   */
  MailTemplate template(TemplateKey key) throws CharacterCodingException {
    String subject = null;
    String text = null;
    String html = null;
    for (String name : contents.keySet()) {
      if (key(name).filter(key::equals).isPresent()) {
        String content = text(contents.get(name));
        if (name.endsWith(".html")) {
          html = content;
        } else if (name.endsWith(SUBJECT)) {
          subject = content;
        } else {
          text = content;
        }
      }
    }
    return new MailTemplate(subject, text, html);
  }

  private static String text(byte[] content) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
  }
}
