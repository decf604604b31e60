package org.workherald.access;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Knows whose API key it is: that of the deployment, or one of the {@link KeyRing}. */
@ApplicationScoped
class ApiKeyIdentities implements IdentityProvider<ApiKeyRequest> {

  /** The attribute of an identity with the name of its key. */
  static final String NAME = "name";

  private final AdminKey deployment;
  private final KeyRing ring;

  ApiKeyIdentities(AdminKey deployment, KeyRing ring) {
    this.deployment = deployment;
    this.ring = ring;
  }

  @Override
  public Class<ApiKeyRequest> getRequestType() {
    return ApiKeyRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      ApiKeyRequest request, AuthenticationRequestContext context) {
    var hash = ApiKey.hash(request.key());
    var configured = deployment.configured();
    if (configured.isPresent() && configured.get().matches(hash)) {
      return Uni.createFrom().item(identity(configured.get()));
    }
    var id = NewKey.idOf(request.key());
    if (id == null) {
      // Not one of our keys. Another mechanism may know it; if none does, the caller is nobody.
      return Uni.createFrom().nullItem();
    }
    if (ring.fresh()) {
      return Uni.createFrom().item(() -> find(id, hash));
    }
    return context.runBlocking(
        () -> {
          ring.refresh();
          return find(id, hash);
        });
  }

  private SecurityIdentity find(String id, String hash) {
    return ring.find(id)
        .filter(key -> key.matches(hash))
        .map(ApiKeyIdentities::identity)
        .orElseThrow(AuthenticationFailedException::new);
  }

  private static SecurityIdentity identity(ApiKey key) {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(key.id()))
        .addAttribute(NAME, key.name())
        .addRoles(Roles.implied(Set.copyOf(key.roles())))
        .build();
  }
}
