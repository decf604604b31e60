package org.workherald.access;

import io.quarkus.arc.Arc;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;

/** Whose request this thread works for. */
@Singleton
class CurrentCaller {

  private final CurrentVertxRequest request;
  private final SecurityIdentity identity;

  /** Both are of the request's scope. */
  CurrentCaller(CurrentVertxRequest request, SecurityIdentity identity) {
    this.request = request;
    this.identity = identity;
  }

  Caller get() {
    // The scope alone is not enough: others than HTTP requests have one as well.
    if (!Arc.container().requestContext().isActive() || request.getCurrent() == null) {
      return Caller.SYSTEM;
    }
    String id = identity.getPrincipal().getName();
    String name = identity.getAttribute(ApiKeyIdentities.NAME);
    var address = request.getCurrent().request().remoteAddress();
    return new Caller(id, name == null ? id : name, address == null ? null : address.hostAddress());
  }
}
