package org.workherald.settings;

/** A secret in memory. It shows itself to nobody who does not ask for it by name. */
public record Secret(String value) {

  public Secret {
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException("a secret must not be empty");
    }
  }

  @Override
  public String toString() {
    return "[secret]";
  }
}
