package org.workherald.filenet;

/**
 * Puts a template of Qute together: literal text comes out of it unchanged, whatever is in it.
 *
 * <p>Qute takes a backslash before a brace away, and pairs of them are two: so one that stands
 * alone right before a brace or an expression needs to be fenced off.
 */
final class TemplateText {

  private static final String FENCED = "{|\\|}";

  private final StringBuilder out = new StringBuilder();

  /** Whether the backslash that is last would take effect on what follows. */
  private boolean pending;

  void literal(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '{' || c == '}') {
        fence();
        out.append('\\').append(c);
      } else {
        out.append(c);
        pending = c == '\\' && !pending;
      }
    }
  }

  void expression(String expression) {
    if (!expression.isEmpty()) {
      fence();
      out.append(expression);
    }
  }

  String finish() {
    fence();
    return out.toString();
  }

  private void fence() {
    if (pending) {
      out.setLength(out.length() - 1);
      out.append(FENCED);
      pending = false;
    }
  }
}
