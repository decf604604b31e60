package org.workherald.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Ends the connection of a caller who takes too long: to send the head of a request, to send the
 * body, to fetch the answer. Time-outs for idle connections are no help: a byte now and then
 * satisfies them. While we work on the answer, nothing is asked of the caller. What it sends has no
 * influence on the time it has to fetch, nor the other way round.
 */
class Punctuality extends ChannelDuplexHandler {

  private final Duration head;
  private final Duration transfer;

  /** For what the caller sends. */
  private Future<?> deadline;

  /** For each answer that has begun and is not fetched yet. */
  private final Queue<Future<?>> answers = new ArrayDeque<>();

  private int unanswered;

  /** Whether a request has begun and not ended yet. */
  private boolean coming;

  Punctuality(Duration head, Duration transfer) {
    this.head = head;
    this.transfer = transfer;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    expect(context, head);
  }

  /** As well when the connection is gone. */
  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    relax();
    answers.forEach(answer -> answer.cancel(false));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest) {
      unanswered++;
      coming = true;
      expect(context, transfer);
    }
    if (message instanceof LastHttpContent) {
      coming = false;
      next(context);
    }
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    boolean interim =
        message instanceof HttpResponse response
            && response.status().code() >= 100
            && response.status().code() < 200;
    if (!interim && message instanceof HttpResponse) {
      answers.add(end(context, transfer));
    }
    ChannelPromise written = promise;
    if (!interim && message instanceof LastHttpContent) {
      written = promise.unvoid();
      written.addListener(done -> answered(context));
    }
    context.write(message, written);
  }

  private void answered(ChannelHandlerContext context) {
    answers.remove().cancel(false);
    unanswered--;
    if (!coming) {
      next(context);
    }
  }

  /** What the caller has to send next, when all of its requests are here. */
  private void next(ChannelHandlerContext context) {
    if (unanswered > 0) {
      relax();
    } else if (context.channel().isActive()) {
      expect(context, head);
    }
  }

  private void expect(ChannelHandlerContext context, Duration within) {
    relax();
    deadline = end(context, within);
  }

  private void relax() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  private static Future<?> end(ChannelHandlerContext context, Duration after) {
    return context
        .executor()
        .schedule(() -> context.close(), after.toMillis(), TimeUnit.MILLISECONDS);
  }
}
