package org.workherald.filenet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A zip of template files, read in memory: the paths in it are names, and lead nowhere. What it
 * unfolds to is bounded while it is read; what it says of itself is not believed.
 */
final class Archive {

  /** All languages that FileNet came in, with ten files for each of several applications. */
  static final int MOST_ENTRIES = 2_000;

  /** Of a single file, in bytes. */
  static final int LARGEST_FILE = 128 << 10;

  /** Of all of them, in bytes. */
  static final long LARGEST = 4 << 20;

  /** HTML shrinks to a twentieth at the best. */
  static final int STEEPEST = 100;

  /** The length of the record at the end, without a comment. */
  private static final int DIRECTORY_END = 22;

  private static final byte[] SIGNATURE = {'P', 'K', 3, 4};
  private static final byte[] EMPTY_SIGNATURE = {'P', 'K', 5, 6};

  /**
   * A file of the archive.
   *
   * @param content {@code null} when it is larger than {@link #LARGEST_FILE}
   */
  record Member(String path, byte[] content) {}

  private Archive() {}

  /** Whether a file is a zip, whatever it is called. */
  static boolean is(byte[] file) {
    return begins(file, SIGNATURE) || begins(file, EMPTY_SIGNATURE);
  }

  /**
   * @return its files, in their order
   * @throws NotUnderstood when it is broken, or unfolds to more than any folder of templates
   */
  static List<Member> read(byte[] file) throws NotUnderstood {
    List<Member> members = new ArrayList<>();
    long bound = Math.min(LARGEST, (long) file.length * STEEPEST);
    long total = 0;
    int entries = 0;
    // Names that are in no UTF-8 must not stop it; those that matter are in ASCII.
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file), ISO_8859_1)) {
      ZipEntry entry = zip.getNextEntry();
      while (entry != null) {
        entries++;
        if (entries > MOST_ENTRIES) {
          throw new NotUnderstood("The zip has more than %d entries.".formatted(MOST_ENTRIES));
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        long size = unfold(zip, content, bound - total);
        total += size;
        if (!entry.isDirectory()) {
          members.add(
              new Member(entry.getName(), size > LARGEST_FILE ? null : content.toByteArray()));
        }
        entry = zip.getNextEntry();
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new NotUnderstood("The zip cannot be read: " + e.getMessage() + ".");
    }
    if (entries != declared(file)) {
      // The stream ends where the next entry cannot be found, without a word.
      throw new NotUnderstood("The zip is damaged or cut off.");
    }
    if (members.isEmpty()) {
      throw new NotUnderstood("The zip has no files.");
    }
    return members;
  }

  /** Reads an entry, but keeps no more of it than a template may have. */
  private static long unfold(InputStream entry, ByteArrayOutputStream kept, long bound)
      throws IOException, NotUnderstood {
    byte[] buffer = new byte[8_192];
    long size = 0;
    int read = entry.read(buffer);
    while (read >= 0) {
      size += read;
      if (size > bound) {
        throw new NotUnderstood(
            "The zip unfolds to more than %d MiB, or to more than %d times its size."
                .formatted(LARGEST >> 20, STEEPEST));
      }
      if (size <= LARGEST_FILE) {
        kept.write(buffer, 0, read);
      }
      read = entry.read(buffer);
    }
    return size;
  }

  /** How many entries its directory, at the end, says it has; -1 when it has none. */
  private static int declared(byte[] file) {
    for (int at = file.length - DIRECTORY_END; at >= 0; at--) {
      if (file[at] == 'P' && file[at + 1] == 'K' && file[at + 2] == 5 && file[at + 3] == 6) {
        return file[at + 10] & 0xff | (file[at + 11] & 0xff) << 8;
      }
    }
    return -1;
  }

  static boolean begins(byte[] file, byte[] signature) {
    return file.length >= signature.length
        && Arrays.equals(file, 0, signature.length, signature, 0, signature.length);
  }
}
