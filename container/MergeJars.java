import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes one jar of many: java MergeJars.java {@code <jar to make> <name to leave out> <jar>...}
 *
 * <p>The JVM looks for a class that is not in its archive in one jar of the class path after the
 * other. Of entries with the same name the first one counts, as on a class path; lists of services
 * are put together. What describes each jar for itself is left out: manifests, signatures, modules,
 * and the files of build tools; and what has a name that begins as told. The same jars make the same
 * jar, to the byte.
 */
class MergeJars {

  private static final LocalDateTime DATE = LocalDateTime.of(2020, 1, 1, 0, 0);
  private static final String SERVICES = "META-INF/services/";

  private final String without;
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  private MergeJars(String without) {
    this.without = without;
  }

  public static void main(String... paths) throws IOException {
    MergeJars merged = new MergeJars(paths[1]);
    for (int i = 2; i < paths.length; i++) {
      merged.add(Path.of(paths[i]));
    }
    merged.write(Path.of(paths[0]));
  }

  private void add(Path path) throws IOException {
    try (JarFile jar = new JarFile(path.toFile(), false)) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        String name = entry.getName();
        if (!entry.isDirectory() && !ofTheJarAlone(name) && !name.startsWith(without)) {
          byte[] content = jar.getInputStream(entry).readAllBytes();
          boolean list = name.startsWith(SERVICES);
          entries.merge(name, content, (first, next) -> list ? lines(first, next) : first);
        }
      }
    }
  }

  private static boolean ofTheJarAlone(String name) {
    return name.equals(JarFile.MANIFEST_NAME)
        || name.equals("META-INF/INDEX.LIST")
        || name.equals("module-info.class")
        || name.matches("META-INF/versions/\\d+/module-info\\.class")
        || name.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)")
        || name.startsWith("META-INF/maven/");
  }

  private static byte[] lines(byte[] first, byte[] next) {
    var both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.write('\n');
    both.writeBytes(next);
    return both.toByteArray();
  }

  private void write(Path path) throws IOException {
    try (OutputStream file = Files.newOutputStream(path);
        ZipOutputStream jar = new ZipOutputStream(file)) {
      put(jar, JarFile.MANIFEST_NAME, "Manifest-Version: 1.0\nMulti-Release: true\n".getBytes(US_ASCII));
      for (var entry : entries.entrySet()) {
        put(jar, entry.getKey(), entry.getValue());
      }
    }
  }

  private static void put(ZipOutputStream jar, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(DATE);
    jar.putNextEntry(entry);
    jar.write(content);
    jar.closeEntry();
  }
}
