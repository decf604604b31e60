package org.workherald.settings;

import jakarta.enterprise.context.ApplicationScoped;

/** Encrypts secrets at rest with AES-GCM. */
@ApplicationScoped
public class SecretBox {

  /**
   * @param context what the secret belongs to, such as {@code smtp.password}; authenticated with
   *     it, so that a sealed secret cannot be moved to another place
   */
  public String seal(Secret secret, String context) {
    throw new UnsupportedOperationException();
  }

  /**
   * @throws UnreadableSecret when the key or the context is another one
   */
  public Secret open(String sealed, String context) {
    throw new UnsupportedOperationException();
  }
}
