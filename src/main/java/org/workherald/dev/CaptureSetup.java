package org.workherald.dev;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Makes the first run work without a mail server: starts the capture server and sets it up over
 * HTTP, certificate and settings, as an admin would a real one. Settings that somebody else made
 * are left alone.
 */
@Singleton
@IfBuildProfile("dev")
class CaptureSetup {

  /** By this user name the settings of an earlier start are known. */
  private static final String USERNAME = "dev-mode";

  private static final Logger LOG = Logger.getLogger(CaptureSetup.class);

  private final OwnApi api;
  private final CapturedMails mails;
  private final Optional<String> deployedHost;
  private final Clock clock;
  private CaptureServer server;
  private Cancellable setup = () -> {};

  CaptureSetup(
      OwnApi api,
      CapturedMails mails,
      @ConfigProperty(name = "workherald.smtp.host") Optional<String> deployedHost,
      Clock clock) {
    this.api = api;
    this.mails = mails;
    this.deployedHost = deployedHost;
    this.clock = clock;
  }

  /** In the background, and again until it works: HTTP is not up yet when the service starts. */
  void start(@Observes StartupEvent event) {
    setup =
        Uni.createFrom()
            .item(this::setUp)
            .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
            .onFailure()
            .retry()
            .withBackOff(Duration.ofMillis(100), Duration.ofSeconds(2))
            .atMost(30)
            .subscribe()
            .with(
                server -> FirstSteps.log(LOG, api.base(), api.key(), server),
                failure -> LOG.error("Dev mode's mail server could not be set up", failure));
  }

  void stop(@Observes ShutdownEvent event) {
    setup.cancel();
    synchronized (this) {
      if (server != null) {
        server.close();
        server = null;
      }
    }
  }

  /**
   * @return the mail server that mails now go to; empty for the capture server
   */
  private synchronized Optional<String> setUp() {
    try {
      forgetEarlierAuthorities();
      var settings = api.get("/smtp");
      boolean stored = settings.path("source").asText().equals("stored");
      boolean ours = stored && settings.path("username").asText().equals(USERNAME);
      if (stored && !ours) {
        return Optional.of(settings.path("host").asText());
      }
      if (deployedHost.isPresent()) {
        if (ours) {
          api.delete("/smtp");
        }
        return deployedHost;
      }
      capture(ours ? settings.path("revision").asText() : null);
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void forgetEarlierAuthorities() throws IOException {
    for (JsonNode certificate : api.get("/trust/certificates?source=stored")) {
      if (certificate.path("subject").asText().equals(ThrowAwayCa.SUBJECT)) {
        api.delete("/trust/certificates/" + certificate.path("fingerprint").asText());
      }
    }
  }

  private void capture(String revision) throws IOException {
    if (server != null) {
      server.close();
    }
    var ca = ThrowAwayCa.make(clock.instant());
    var password = password();
    server = new CaptureServer(ca.server(), USERNAME, password, mails);
    api.post("/trust/certificates?alias=dev-mode", "application/x-pem-file", pem(ca));
    api.put(
        "/smtp",
        Map.of(
            "host", "localhost",
            "port", server.port(),
            "tls", "starttls",
            "from", "workflow@example.com",
            "fromName", "Workherald in dev mode",
            "auth", "password",
            "username", USERNAME,
            "password", password,
            "messagesPerMinute", 0),
        revision);
  }

  private static String password() {
    var random = new byte[24];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().encodeToString(random);
  }

  private static String pem(ThrowAwayCa ca) {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder().encodeToString(ca.certificate().getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
