package org.workherald.trace;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes traces as a collector does: OTLP over HTTP and over gRPC, in protobuf. */
final class TraceReceiver implements AutoCloseable {

  /** In front of each message of gRPC: whether it is compressed, and its length. */
  private static final int GRPC_PREFIX = 5;

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final Set<String> paths = new ConcurrentSkipListSet<>();

  TraceReceiver() {
    server =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.body().onSuccess(body -> take(request, body)))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  List<Span> spans() {
    return spans;
  }

  List<Span> spans(String name) {
    return spans.stream().filter(span -> span.getName().equals(name)).toList();
  }

  /** What was posted to. */
  Set<String> paths() {
    return paths;
  }

  static String trace(Span span) {
    return HexFormat.of().formatHex(span.getTraceId().toByteArray());
  }

  static String parent(Span span) {
    return HexFormat.of().formatHex(span.getParentSpanId().toByteArray());
  }

  static String id(Span span) {
    return HexFormat.of().formatHex(span.getSpanId().toByteArray());
  }

  /** An attribute in words. */
  static String attribute(Span span, String name) {
    return span.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals(name))
        .map(attribute -> attribute.getValue())
        .map(value -> value.hasIntValue() ? "" + value.getIntValue() : value.getStringValue())
        .findFirst()
        .orElse(null);
  }

  private void take(HttpServerRequest request, Buffer body) {
    paths.add(request.path());
    boolean grpc = "application/grpc".equals(request.getHeader("Content-Type"));
    byte[] message = body.getBytes(grpc ? GRPC_PREFIX : 0, body.length());
    try {
      ExportTraceServiceRequest.parseFrom(message)
          .getResourceSpansList()
          .forEach(
              resource ->
                  resource
                      .getScopeSpansList()
                      .forEach(scope -> spans.addAll(scope.getSpansList())));
    } catch (InvalidProtocolBufferException e) {
      request.response().setStatusCode(400).end();
      return;
    }
    if (grpc) {
      request
          .response()
          .putHeader("Content-Type", "application/grpc")
          .putTrailer("grpc-status", "0")
          .end(Buffer.buffer(new byte[GRPC_PREFIX]));
    } else {
      request.response().end();
    }
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
