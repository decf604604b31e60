package org.workherald.dev;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.workherald.store.NamedThreads;

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

  private static final int TRIES = 240;
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Logger LOG = Logger.getLogger(CaptureSetup.class);

  private final OwnApi api;
  private final CapturedMails mails;
  private final Optional<String> deployedHost;
  private final Clock clock;
  private CaptureServer server;
  private Thread setup;

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
    setup = new NamedThreads("dev-mode-setup").newThread(this::setUpPatiently);
    setup.start();
  }

  void stop(@Observes ShutdownEvent event) {
    setup.interrupt();
    synchronized (this) {
      if (server != null) {
        server.close();
        server = null;
      }
    }
  }

  private void setUpPatiently() {
    try {
      for (int left = TRIES; ; left--) {
        try {
          FirstSteps.log(LOG, api.base(), api.key(), setUp());
          return;
        } catch (IOException | IllegalStateException e) {
          if (left == 0) {
            LOG.error("Dev mode's mail server could not be set up; set one with PUT /smtp", e);
            return;
          }
        }
        Thread.sleep(PAUSE.toMillis());
      }
    } catch (InterruptedException e) {
      // The service stops; nobody needs the capture server any more.
      Thread.currentThread().interrupt();
    }
  }

  /**
   * @return the mail server that mails now go to; empty for the capture server
   */
  private synchronized Optional<String> setUp() throws IOException, InterruptedException {
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
  }

  private void forgetEarlierAuthorities() throws IOException, InterruptedException {
    for (JsonNode certificate : api.get("/trust/certificates?source=stored")) {
      if (certificate.path("subject").asText().equals(ThrowAwayCa.SUBJECT)) {
        api.delete("/trust/certificates/" + certificate.path("fingerprint").asText());
      }
    }
  }

  private void capture(String revision) throws IOException, InterruptedException {
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
    var text = new StringWriter();
    try (var pem = new JcaPEMWriter(text)) {
      pem.writeObject(ca.certificate());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
