package org.workherald.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever a caller has to do has a deadline, whatever the order of requests and answers. */
class PunctualityTest {

  private EmbeddedChannel channel;

  @BeforeEach
  void connect() {
    channel = new EmbeddedChannel();
    channel.freezeTime();
    channel.pipeline().addLast(new Punctuality(Duration.ofSeconds(10), Duration.ofSeconds(30)));
  }

  private void head(HttpMethod method) {
    channel.writeInbound(new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, "/"));
  }

  private void end() {
    channel.writeInbound(new DefaultLastHttpContent());
  }

  private void answer() {
    channel.writeOutbound(
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.UNAUTHORIZED));
  }

  private boolean openAfter(int seconds) {
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    return channel.isOpen();
  }

  @Test
  void aHeadHasADeadline() {
    assertThat(openAfter(9)).isTrue();
    assertThat(openAfter(1)).isFalse();
  }

  @Test
  void aBodyHasOneThoughBytesComeIn() {
    head(HttpMethod.POST);
    for (int i = 0; i < 29; i++) {
      assertThat(openAfter(1)).isTrue();
      channel.writeInbound(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[1])));
    }
    assertThat(openAfter(1)).isFalse();
  }

  @Test
  void workingOnTheAnswerMayTakeItsTime() {
    head(HttpMethod.GET);
    end();
    assertThat(openAfter(3_600)).isTrue();
    answer();
    assertThat(openAfter(9)).isTrue();
    assertThat(openAfter(1)).isFalse();
  }

  @Test
  void theNextHeadHasOneWhenABodyEndsAfterItsAnswer() {
    head(HttpMethod.POST);
    answer();
    end();
    assertThat(openAfter(9)).isTrue();
    assertThat(openAfter(1)).isFalse();
  }

  @Test
  void aBodyKeepsItsDeadlineWhenItIsAnsweredBeforeItsEnd() {
    head(HttpMethod.POST);
    answer();
    assertThat(openAfter(29)).isTrue();
    assertThat(openAfter(1)).isFalse();
  }

  @Test
  void aPipelinedBodyKeepsItsDeadlineWhenAnEarlierRequestIsAnswered() {
    head(HttpMethod.GET);
    end();
    head(HttpMethod.POST);
    answer();
    assertThat(openAfter(29)).isTrue();
    assertThat(openAfter(1)).isFalse();
  }
}
