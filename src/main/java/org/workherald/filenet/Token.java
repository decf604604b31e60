package org.workherald.filenet;

/**
 * A field that a template names, such as {@code $F_Originator[1]}.
 *
 * @param text all of it, as it stands there
 * @param name without the dollar sign and the index
 * @param index of an element, from 1; 0 for none
 * @param offset in the file's text, from 0; negative for what is not in the file
 */
record Token(String text, String name, int index, int offset) {

  /** Something of our own that is to stand in the template. */
  static Token expression(String expression) {
    return new Token(expression, "", 0, -1);
  }

  boolean ofTheFile() {
    return offset >= 0;
  }

  boolean is(FileNetField field) {
    return name.equals(field.field());
  }
}
