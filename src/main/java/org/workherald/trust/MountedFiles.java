package org.workherald.trust;

import io.quarkus.runtime.util.HashUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of the mounted store, read in one go.
 *
 * @param contents by file name
 * @param password of the key stores among them
 */
record MountedFiles(Map<String, byte[]> contents, StorePassword password) {

  /** Where Kubernetes swaps whole sets of files: a symbolic link beside them. */
  private static final String KUBERNETES_SET = "..data";

  private static final List<String> ENDINGS =
      List.of("pem", "crt", "cer", "der", "p7b", "p12", "pfx", "jks");
  private static final long LARGEST = 16 << 20;

  static MountedFiles read(TrustConfig config) throws IOException, UnreadableCertificates {
    Path store = oneSet(config.store().orElseThrow());
    Map<String, byte[]> contents = new TreeMap<>();
    if (Files.isDirectory(store)) {
      try (Stream<Path> files = Files.list(store)) {
        for (Path file : files.filter(MountedFiles::holdsCertificates).toList()) {
          contents.put(file.getFileName().toString(), content(file));
        }
      }
      if (contents.isEmpty()) {
        throw new UnreadableCertificates("holds no file that ends in one of " + ENDINGS);
      }
    } else {
      contents.put(config.store().get().getFileName().toString(), content(store));
    }
    return new MountedFiles(contents, password(config));
  }

  /** The set as it is now: a swap while we read must not mix two of them. */
  private static Path oneSet(Path store) throws IOException {
    Path set = store.resolve(KUBERNETES_SET);
    return (Files.isDirectory(set) ? set : store).toRealPath();
  }

  private static boolean holdsCertificates(Path file) {
    String name = file.getFileName().toString();
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return !name.startsWith(".")
        && ENDINGS.contains(ending.toLowerCase(Locale.ROOT))
        && Files.isRegularFile(file);
  }

  private static byte[] content(Path file) throws IOException, UnreadableCertificates {
    if (Files.size(file) > LARGEST) {
      throw new UnreadableCertificates(
          file.getFileName() + " is larger than " + LARGEST + " bytes");
    }
    return Files.readAllBytes(file);
  }

  private static StorePassword password(TrustConfig config) throws IOException {
    String password =
        config.storePasswordFile().isPresent()
            ? Files.readString(config.storePasswordFile().get(), StandardCharsets.UTF_8)
                .replaceFirst("\\R\\z", "")
            : config.storePassword().orElse("");
    return new StorePassword(password, "the setting workherald.trust.store-password");
  }

  /** Tells one state of the files from another; modification times do not. */
  String hash() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    contents.forEach(
        (name, content) -> {
          feed(all, name.getBytes(StandardCharsets.UTF_8));
          feed(all, content);
        });
    feed(all, password.value().getBytes(StandardCharsets.UTF_8));
    return HashUtil.sha256(all.toByteArray());
  }

  private static void feed(ByteArrayOutputStream all, byte[] part) {
    all.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
    all.writeBytes(part);
  }

  /** All certificates of all files, or an error that names the file. */
  List<Anchor> anchors() throws UnreadableCertificates {
    Map<String, Anchor> anchors = new LinkedHashMap<>();
    for (Map.Entry<String, byte[]> file : contents.entrySet()) {
      try {
        CertificateFormat format = FileSignature.of(file.getValue()).orElse(CertificateFormat.PEM);
        for (NamedCertificate named : format.read(file.getValue(), password)) {
          String alias = named.alias() == null ? file.getKey() : named.alias();
          Anchor anchor = Anchor.of(named.certificate(), Anchor.Source.MOUNTED, alias);
          anchors.putIfAbsent(anchor.fingerprint(), anchor);
        }
      } catch (UnreadableCertificates e) {
        throw new UnreadableCertificates(file.getKey() + ": " + e.getMessage(), e);
      }
    }
    return List.copyOf(anchors.values());
  }
}
