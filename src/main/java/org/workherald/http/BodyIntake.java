package org.workherald.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/**
 * Takes bodies in before a thread is given to their request: those who send slowly cost no thread,
 * and what all of them have sent so far is bounded ({@link BodyRoom}). Asked when the caller is
 * known and may do what it asks for.
 */
@Singleton
class BodyIntake {

  private final BodyRoom room;

  BodyIntake(BodyRoom room) {
    this.room = room;
  }

  @ServerRequestFilter(nonBlocking = true)
  Uni<Void> take(ResteasyReactiveContainerRequestContext call, RoutingContext context) {
    HttpServerRequest request = context.request();
    if (request.isEnded()) {
      return Uni.createFrom().voidItem();
    }
    String encoding = request.getHeader(HttpHeaderNames.CONTENT_ENCODING);
    if (encoding != null && !encoding.isBlank() && !encoding.equalsIgnoreCase("identity")) {
      throw HttpProblem.valueOf(
          Status.UNSUPPORTED_MEDIA_TYPE, "Send the body as it is, without a Content-Encoding.");
    }
    return Uni.createFrom().emitter(emitter -> take(call, context, emitter));
  }

  private void take(
      ResteasyReactiveContainerRequestContext call,
      RoutingContext context,
      UniEmitter<? super Void> emitter) {
    HttpServerRequest request = context.request();
    long limit = BodyLimit.limit(context.normalizedPath());
    ByteBuf body = Unpooled.buffer();
    BodyRoom.Place place = room.place();
    // Not when the connection is gone: the request waits or works all the same, with its body.
    call.getServerRequestContext().registerCompletionCallback(processed -> place.leave());
    request
        .handler(
            buffer -> {
              byte[] part = buffer.getBytes();
              if (body.readableBytes() + part.length > limit) {
                refuse(request, emitter, BodyLimit.problem(limit));
              } else if (!place.grow(part)) {
                place.leave();
                refuse(request, emitter, BodyRoom.full());
              } else {
                body.writeBytes(part);
              }
            })
        .exceptionHandler(gone -> refuse(request, emitter, incomplete()))
        .endHandler(
            end -> {
              call.setEntityStream(new ByteBufInputStream(body));
              emitter.complete(null);
            });
    String expect = request.getHeader(HttpHeaderNames.EXPECT);
    if (expect != null && HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expect)) {
      context.response().writeContinue();
    }
    request.resume();
  }

  /** The rest is read and thrown away: most clients look at the answer only then. */
  private static void refuse(
      HttpServerRequest request, UniEmitter<? super Void> emitter, HttpProblem problem) {
    request.handler(ignored -> {}).endHandler(end -> {}).exceptionHandler(gone -> {});
    emitter.fail(problem);
  }

  private static HttpProblem incomplete() {
    return HttpProblem.valueOf(Status.BAD_REQUEST, "The body ended too early.");
  }
}
