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

/** Takes API keys from {@code Authorization: Bearer} (RFC 6750). */
@ApplicationScoped
class BearerKey implements HttpAuthenticationMechanism {

  static final String SCHEME = "Bearer";
  static final String REFUSAL =
      """
      {"type":"about:blank","status":401,"title":"Unauthorized",\
      "detail":"Send a valid API key in the header: Authorization: Bearer <key>"}""";

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
    var sent =
        context
            .response()
            .setStatusCode(401)
            .putHeader(HttpHeaderNames.WWW_AUTHENTICATE, SCHEME)
            .putHeader(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
            .end(REFUSAL)
            .map(true);
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
