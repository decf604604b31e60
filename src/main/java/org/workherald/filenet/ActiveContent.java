package org.workherald.filenet;

import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** What runs, embeds or fetches: no mail client lets it, and many throw such mails away. */
final class ActiveContent {

  private static final String ELEMENTS =
      "script, object, embed, applet, iframe, frame, frameset, base, link, meta[http-equiv=refresh]";

  private static final Set<String> ADDRESSES = Set.of("src", "action", "formaction", "data");

  private static final String WHAT = "mail clients run and fetch nothing of that kind";
  private static final String REMEDY = "Write what it is to show into the HTML itself.";

  private final Page page;

  ActiveContent(Page page) {
    this.page = page;
  }

  void remove(Document document) {
    for (Element element : document.select(ELEMENTS)) {
      // Unless it went with one around it.
      if (element.root() == document) {
        page.remove(element, WHAT, REMEDY);
      }
    }
    for (Element element : document.getAllElements()) {
      for (Attribute attribute : element.attributes().asList()) {
        String name = attribute.getKey().toLowerCase(Locale.ROOT);
        if (name.startsWith("on") || ADDRESSES.contains(name) && script(attribute.getValue())) {
          page.remove(element, attribute, WHAT, REMEDY);
        }
      }
    }
  }

  /** Whether a browser would run an address instead of opening it. */
  static boolean script(String address) {
    String start = address.replaceAll("[\\p{Cntrl}\\s]+", "").toLowerCase(Locale.ROOT);
    return start.startsWith("javascript:") || start.startsWith("vbscript:");
  }
}
