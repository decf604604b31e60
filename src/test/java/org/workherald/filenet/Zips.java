package org.workherald.filenet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Zip files for tests. */
final class Zips {

  private static final Path SAMPLES = Path.of("src/test/resources/filenet");

  private Zips() {}

  static byte[] of(Map<String, byte[]> files, String... folders) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String folder : folders) {
        zip.putNextEntry(new ZipEntry(folder));
      }
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }

  /** The sample files, each under its path from their folder. */
  static Map<String, byte[]> samples() throws IOException {
    Map<String, byte[]> samples = new TreeMap<>();
    try (Stream<Path> files = Files.walk(SAMPLES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        samples.put(SAMPLES.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return samples;
  }

  static byte[] sample(String path) throws IOException {
    return Files.readAllBytes(SAMPLES.resolve(path));
  }
}
