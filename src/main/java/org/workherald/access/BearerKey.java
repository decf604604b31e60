package org.workherald.access;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.workherald.http.RouteProblem;

/** Takes API keys from {@code Authorization: Bearer} (RFC 6750). */
@ApplicationScoped
class BearerKey implements HttpAuthenticationMechanism {

  static final String SCHEME = "Bearer";
  private static final String TITLE = "Unauthorized";
  private static final String DETAIL =
      "Send a valid API key in the header: Authorization: Bearer <key>";

  /** What is answered to whoever has no valid key, wherever that is found out. */
  static final String REFUSAL = RouteProblem.json(401, TITLE, DETAIL);

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identities) {
    var header = context.request().getHeader(HttpHeaderNames.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME + " ", 0, SCHEME.length() + 1)) {
      return Uni.createFrom().nullItem();
    }
    return identities.authenticate(new ApiKeyRequest(header.substring(SCHEME.length()).strip()));
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom().item(new ChallengeData(401, HttpHeaderNames.WWW_AUTHENTICATE, SCHEME));
  }

  @Override
  public Uni<Boolean> sendChallenge(RoutingContext context) {
    var response = context.response().putHeader(HttpHeaderNames.WWW_AUTHENTICATE, SCHEME);
    var sent = RouteProblem.send(response, 401, TITLE, DETAIL).map(true);
    return Uni.createFrom().completionStage(sent.toCompletionStage());
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of(ApiKeyRequest.class);
  }

  @Override
  public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
    return Uni.createFrom()
        .item(new HttpCredentialTransport(HttpCredentialTransport.Type.AUTHORIZATION, "bearer"));
  }
}
