package org.workherald.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;

/** A problem (RFC 9457) answered before a request comes to a resource. */
public final class RouteProblem {

  private RouteProblem() {}

  /**
   * @param detail without characters that JSON would have escaped
   */
  public static String json(int status, String title, String detail) {
    return "{\"type\":\"about:blank\",\"status\":%d,\"title\":\"%s\",\"detail\":\"%s\"}"
        .formatted(status, title, detail);
  }

  /** Ends the response with it. */
  public static Future<Void> send(
      HttpServerResponse response, int status, String title, String detail) {
    return response
        .setStatusCode(status)
        .putHeader(HttpHeaderNames.CONTENT_TYPE, HttpProblem.MEDIA_TYPE.toString())
        .end(json(status, title, detail));
  }
}
