package org.workherald.access;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Asks whose API key this is. */
class ApiKeyRequest extends BaseAuthenticationRequest {

  private final String key;

  ApiKeyRequest(String key) {
    this.key = key;
  }

  String key() {
    return key;
  }
}
