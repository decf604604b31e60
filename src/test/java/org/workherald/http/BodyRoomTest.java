package org.workherald.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyRoomTest {

  private final BodyRoom room = new BodyRoom(1 << 20);

  @Test
  void smallBodiesFindRoomBesideLargeOnes() {
    BodyRoom.Place large = room.place();
    assertThat(large.grow(1 << 20)).isTrue();
    assertThat(large.grow(1)).isFalse();
    BodyRoom.Place small = room.place();
    assertThat(small.grow(BodyRoom.SMALL)).isTrue();
    assertThat(small.grow(1)).as("it is a large one then").isFalse();
    large.leave();
    assertThat(small.grow(1)).isTrue();
    assertThat(large.grow((1 << 20) - BodyRoom.SMALL)).isFalse();
    assertThat(room.place().grow((1 << 20) - BodyRoom.SMALL - 1)).isTrue();
  }

  @Test
  void smallBodiesAreBoundedToo() {
    for (int i = 0; i < 16; i++) {
      assertThat(room.place().grow(BodyRoom.SMALL)).isTrue();
    }
    assertThat(room.place().grow(1)).isFalse();
    assertThat(room.place().grow(BodyRoom.SMALL + 1)).as("a large one at once").isTrue();
  }

  @Test
  void leavingTwiceIsLeavingOnce() {
    BodyRoom.Place place = room.place();
    assertThat(place.grow(BodyRoom.SMALL)).isTrue();
    place.leave();
    place.leave();
    for (int i = 0; i < 16; i++) {
      assertThat(room.place().grow(BodyRoom.SMALL)).isTrue();
    }
    assertThat(room.place().grow(1)).isFalse();
  }
}
