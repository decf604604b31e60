package org.workherald.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
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
    channel.writeOutbound(whole());
  }

  private static HttpResponse whole() {
    return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.UNAUTHORIZED);
  }

  /** A large answer: there is more to come. */
  private void begin() {
    channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
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

  @Test
  void anAnswerHasOneWhateverIsSentMeanwhile() {
    head(HttpMethod.GET);
    end();
    begin();
    assertThat(openAfter(29)).isTrue();
    head(HttpMethod.GET);
    end();
    assertThat(openAfter(1)).isFalse();
  }

  @Test
  void anAnswerHasOneThatBeganBeforeTheBodyWasThere() {
    head(HttpMethod.POST);
    begin();
    assertThat(openAfter(29)).isTrue();
    end();
    assertThat(openAfter(1)).isFalse();
  }

  @Test
  void aBodyMayTakeAsLongAfterAnAnswer() {
    head(HttpMethod.GET);
    end();
    begin();
    assertThat(openAfter(20)).isTrue();
    head(HttpMethod.POST);
    channel.writeOutbound(new DefaultLastHttpContent());
    assertThat(openAfter(29)).isTrue();
    assertThat(openAfter(1)).isFalse();
  }

  @Test
  void anAnswerHasNoMoreBecauseOfTheNext() {
    for (int i = 0; i < 2; i++) {
      head(HttpMethod.GET);
      end();
    }
    // Written, and waiting to be fetched.
    channel.write(whole());
    assertThat(openAfter(20)).isTrue();
    channel.write(whole());
    assertThat(openAfter(9)).isTrue();
    assertThat(openAfter(1)).isFalse();
  }

  @Test
  void theNextAnswerHasOneOfItsOwn() {
    for (int i = 0; i < 3; i++) {
      head(HttpMethod.GET);
      end();
    }
    begin();
    assertThat(openAfter(29)).isTrue();
    channel.writeOutbound(new DefaultLastHttpContent());
    begin();
    assertThat(openAfter(29)).isTrue();
    channel.writeOutbound(new DefaultLastHttpContent());
    assertThat(openAfter(3_600)).as("the third is being worked on").isTrue();
  }

  @Test
  void anInterimAnswerHasNone() {
    head(HttpMethod.POST);
    channel.writeOutbound(
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    end();
    assertThat(openAfter(3_600)).isTrue();
  }

  @Test
  void nothingIsLeftBehind() {
    head(HttpMethod.GET);
    end();
    begin();
    head(HttpMethod.POST);
    channel.pipeline().remove(Punctuality.class);
    assertThat(openAfter(3_600)).isTrue();
  }
}
