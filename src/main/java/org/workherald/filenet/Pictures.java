package org.workherald.filenet;

import static org.workherald.filenet.Remark.Kind.CHANGED;
import static org.workherald.filenet.Remark.Kind.REMOVED;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;

/** Pictures came from the old web application, whose address is not known here. */
final class Pictures {

  private static final Pattern IN_STYLE = Pattern.compile("(?i)url\\(([^)]*)\\)");

  private static final String GONE = "a picture of the old web server";
  private static final String ELSEWHERE = "Put it on a server that readers reach, over https.";
  private static final String FETCHED =
      "kept: it is fetched when the mail is read, which many mail clients do not do unasked";

  private final Page page;

  Pictures(Page page) {
    this.page = page;
  }

  void review(Document document) {
    for (Element picture : document.select("img[src], input[src]")) {
      Attribute source = picture.attribute("src");
      if (source == null) {
        continue;
      }
      if (gone(source.getValue())) {
        remove(picture);
      } else if (!data(source.getValue())) {
        page.remark(picture, source, CHANGED, FETCHED, ELSEWHERE);
      }
    }
    for (Element element : document.select("[background]")) {
      Attribute background = element.attribute("background");
      if (background != null && gone(background.getValue())) {
        page.remove(element, background, GONE, ELSEWHERE);
      } else if (background != null && !data(background.getValue())) {
        page.remark(element, background, CHANGED, FETCHED, ELSEWHERE);
      }
    }
    for (Element element : document.select("[style]")) {
      Attribute style = element.attribute("style");
      if (style != null) {
        style.setValue(style(style.getValue(), Page.offset(element)));
      }
    }
    for (Element sheet : document.select("style")) {
      for (DataNode data : sheet.dataNodes()) {
        data.setWholeData(style(data.getWholeData(), Page.offset(sheet)));
      }
    }
  }

  /** What it says instead of itself stays, with the fields in that. */
  private void remove(Element picture) {
    String alternative = picture.attr("alt");
    if (!alternative.isBlank()) {
      picture.before(new TextNode(alternative));
    }
    picture.removeAttr("alt");
    page.remove(picture, GONE, ELSEWHERE);
  }

  private String style(String css, int offset) {
    return IN_STYLE
        .matcher(css)
        .replaceAll(
            found -> {
              String address = found.group(1).replaceAll("[\"'\\s]", "");
              if (gone(address)) {
                String what = "left out: " + GONE + page.ledger().with(address);
                page.ledger().remark(offset, found.group(), REMOVED, what, ELSEWHERE);
                return "none";
              }
              if (!data(address)) {
                page.ledger().remark(offset, found.group(), CHANGED, FETCHED, ELSEWHERE);
              }
              return Matcher.quoteReplacement(found.group());
            });
  }

  /** Whether a mail cannot tell where it is. */
  private boolean gone(String address) {
    String start = address.strip().toLowerCase(Locale.ROOT);
    boolean whole =
        start.startsWith("http://") || start.startsWith("https://") || start.startsWith("data:");
    return !whole || !page.text().in(address).isEmpty();
  }

  private static boolean data(String address) {
    return address.strip().toLowerCase(Locale.ROOT).startsWith("data:");
  }
}
