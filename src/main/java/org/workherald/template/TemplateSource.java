package org.workherald.template;

/** Where a template comes from; what is stored wins over what is mounted. */
enum TemplateSource {
  BUILT_IN("built-in"),
  STORED("stored"),
  MOUNTED("mounted");

  private final String word;

  TemplateSource(String word) {
    this.word = word;
  }

  /** As the API calls it. */
  String word() {
    return word;
  }
}
