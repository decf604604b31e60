package org.workherald.http;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Puts {@link Punctuality} on every connection. Neither Quarkus nor Vert.x lets anybody at one
 * before the head of a request is there; Netty's service for that does, once it is switched on.
 */
public class Connections extends ChannelInitializerExtension {

  /** As Vert.x calls what comes last: what is put before it sees requests and answers. */
  private static final String LAST = "handler";

  /** Switches the service on, just before the server starts. */
  @Singleton
  static class Switch implements HttpServerOptionsCustomizer {

    private final HttpConfig config;

    Switch(HttpConfig config) {
      this.config = config;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
      System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
      customizeHttpServer(options);
    }
  }

  @Override
  public void postInitializeServerChildChannel(Channel channel) {
    // Not by ConfigProvider: that goes by the thread's class loader, and this thread is Netty's.
    channel.pipeline().addLast(new Greeting(Arc.container().instance(Switch.class).get().config));
  }

  /** Waits for the first bytes: by then everything else is in its place. */
  private static final class Greeting extends ChannelInboundHandlerAdapter {

    private final HttpConfig config;
    private Future<?> deadline;

    private Greeting(HttpConfig config) {
      this.config = config;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      deadline =
          context
              .executor()
              .schedule(
                  () -> context.close(), config.headTimeout().toMillis(), TimeUnit.MILLISECONDS);
      context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      if (context.pipeline().context(LAST) != null) {
        context
            .pipeline()
            .addBefore(
                LAST,
                "punctuality",
                new Punctuality(config.headTimeout(), config.transferTimeout()));
        context.pipeline().remove(this);
      }
      context.fireChannelRead(bytes);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      if (deadline != null) {
        deadline.cancel(false);
      }
    }
  }
}
