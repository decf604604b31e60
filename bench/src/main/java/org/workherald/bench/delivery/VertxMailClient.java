package org.workherald.bench.delivery;

import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The bare Vert.x mail client, pooled and pipelining. The host name is verified only while {@code
 * hostnameVerificationAlgorithm} is left alone and the configuration is not used twice: so is it
 * here. Sent from the outside, as an application does, with as many mails under way as there are
 * connections.
 */
final class VertxMailClient implements Contender {
  private final Vertx vertx = Vertx.vertx();
  private final int connections;
  private final MailClient client;

  VertxMailClient(Target target) {
    connections = target.connections();
    client =
        MailClient.create(
            vertx,
            new MailConfig(target.host(), target.port())
                .setStarttls(StartTLSOptions.REQUIRED)
                .setTrustAll(false)
                .setPemTrustOptions(new PemTrustOptions().addCertPath(target.ca().toString()))
                .setLogin(LoginOption.REQUIRED)
                .setAuthMethods("PLAIN")
                .setUsername(Target.USER)
                .setPassword(Target.PASSWORD)
                .setMaxPoolSize(connections)
                .setKeepAlive(true)
                .setPipelining(true));
  }

  @Override
  public void send(long first, int count) throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    AtomicInteger started = new AtomicInteger();
    AtomicInteger left = new AtomicInteger(count);
    for (int i = 0; i < connections; i++) {
      vertx.runOnContext(ignored -> next(first, count, started, left, done));
    }
    done.get();
  }

  private void next(
      long first,
      int count,
      AtomicInteger started,
      AtomicInteger left,
      CompletableFuture<Void> done) {
    int index = started.getAndIncrement();
    if (index >= count) {
      return;
    }
    Letter letter = new Letter(first + index);
    MailMessage message =
        new MailMessage(Letter.SENDER, letter.recipient(), letter.subject(), letter.text())
            .setHtml(letter.html());
    client
        .sendMail(message)
        .onFailure(done::completeExceptionally)
        .onSuccess(
            sent -> {
              if (left.decrementAndGet() == 0) {
                done.complete(null);
              }
              next(first, count, started, left, done);
            });
  }
}
