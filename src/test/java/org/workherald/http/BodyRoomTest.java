package org.workherald.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyRoomTest {

  private static final byte[] SMALL = new byte[BodyRoom.SMALL];
  private static final byte[] LARGE = new byte[BodyRoom.SMALL + 1];

  /** For four copies of four of them. */
  private final BodyRoom room = new BodyRoom(16L * LARGE.length);

  @Test
  void smallBodiesFindRoomBesideLargeOnes() {
    BodyRoom.Place first = room.place();
    assertThat(first.grow(LARGE)).isTrue();
    for (int i = 0; i < 3; i++) {
      assertThat(room.place().grow(LARGE)).isTrue();
    }
    assertThat(room.place().grow(LARGE)).isFalse();
    BodyRoom.Place small = room.place();
    assertThat(small.grow(SMALL)).isTrue();
    assertThat(small.grow(new byte[1])).as("it is a large one then").isFalse();
    first.leave();
    assertThat(small.grow(new byte[1])).isTrue();
    assertThat(room.place().grow(new byte[1])).isTrue();
  }

  @Test
  void smallBodiesAreBoundedToo() {
    for (int i = 0; i < 4; i++) {
      assertThat(room.place().grow(SMALL)).isTrue();
    }
    assertThat(room.place().grow(SMALL)).isFalse();
    assertThat(room.place().grow(LARGE)).isTrue();
  }

  @Test
  void manyTinyValuesWeighMoreThanTheirText() {
    byte[] tiny = "{},".repeat(5_000).getBytes(US_ASCII);
    assertThat(room.place().grow(tiny)).isTrue();
    assertThat(room.place().grow(tiny)).isFalse();
  }

  @Test
  void aSingleOneAlwaysFits() {
    BodyRoom.Place only = room.place();
    for (int i = 0; i < 100; i++) {
      assertThat(only.grow(LARGE)).isTrue();
    }
    assertThat(room.place().grow(LARGE)).isFalse();
    only.leave();
    assertThat(room.place().grow(LARGE)).isTrue();
  }

  @Test
  void leavingTwiceIsLeavingOnce() {
    BodyRoom.Place place = room.place();
    assertThat(place.grow(SMALL)).isTrue();
    place.leave();
    place.leave();
    for (int i = 0; i < 4; i++) {
      assertThat(room.place().grow(SMALL)).isTrue();
    }
    assertThat(room.place().grow(SMALL)).isFalse();
  }
}
