package org.workherald.filenet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArchiveTest {

  @Test
  void filesAreReadInMemory() throws Exception {
    byte[] zip = Zips.of(Map.of("../../en/stp_new.msg", "hello".getBytes(UTF_8)), "en/");
    assertThat(Archive.is(zip)).isTrue();
    assertThat(Archive.read(zip))
        .singleElement()
        .satisfies(
            member -> {
              assertThat(member.path()).isEqualTo("../../en/stp_new.msg");
              assertThat(member.content()).asString(UTF_8).isEqualTo("hello");
            });
  }

  @Test
  void bombsAreDefused() throws Exception {
    byte[] zeros = new byte[Archive.LARGEST_FILE];
    byte[] one = Zips.of(Map.of("en/stp_new.msg", zeros));
    assertThat(one.length).isLessThan(zeros.length / Archive.STEEPEST);
    assertThatThrownBy(() -> Archive.read(one))
        .isInstanceOf(NotUnderstood.class)
        .hasMessageContaining("100 times its size");

    // Not that steep, but large.
    byte[] noise = new byte[Archive.LARGEST_FILE / 8];
    new Random(1).nextBytes(noise);
    byte[] large = Arrays.copyOf(noise, Archive.LARGEST_FILE);
    Map<String, byte[]> many = new LinkedHashMap<>();
    for (long size = 0; size <= Archive.LARGEST; size += large.length) {
      many.put("f" + size, large);
    }
    byte[] wide = Zips.of(many);
    assertThatThrownBy(() -> Archive.read(wide)).hasMessageContaining("more than 4 MiB");
  }

  @Test
  void tooManyEntriesAreRefused() throws Exception {
    Map<String, byte[]> many = new LinkedHashMap<>();
    for (int i = 0; i <= Archive.MOST_ENTRIES; i++) {
      many.put("f" + i, new byte[0]);
    }
    byte[] zip = Zips.of(many);
    assertThatThrownBy(() -> Archive.read(zip)).hasMessageContaining("more than 2000 entries");
  }

  @Test
  void filesThatAreTooLargeAreNamedOnly() throws Exception {
    byte[] noise = new byte[Archive.LARGEST_FILE + 1];
    new Random(1).nextBytes(noise);
    assertThat(Archive.read(Zips.of(Map.of("en/stp_new.msg", noise))))
        .singleElement()
        .satisfies(member -> assertThat(member.content()).isNull());
  }

  @Test
  void whatIsCutOffOrDamagedIsRefused() throws Exception {
    Map<String, byte[]> two = new LinkedHashMap<>();
    two.put("en/stp_new.msg", "one".repeat(100).getBytes(UTF_8));
    two.put("en/stp_reminder.msg", "two".repeat(100).getBytes(UTF_8));
    byte[] zip = Zips.of(two);
    for (int length = 4; length < zip.length; length++) {
      byte[] cut = Arrays.copyOf(zip, length);
      assertThatThrownBy(() -> Archive.read(cut))
          .as("cut at %d", length)
          .isInstanceOf(NotUnderstood.class);
    }
    byte[] damaged = zip.clone();
    damaged[45] ^= 0x55;
    assertThatThrownBy(() -> Archive.read(damaged)).isInstanceOf(NotUnderstood.class);
    assertThatThrownBy(() -> Archive.read(Zips.of(Map.of())))
        .isInstanceOf(NotUnderstood.class)
        .hasMessage("The zip has no files.");
  }
}
