package org.workherald.filenet;

import java.nio.charset.StandardCharsets;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.parser.Parser;
import org.workherald.filenet.Remark.Kind;

/**
 * The HTML of a template as it may go into a mail of Workherald's. All places in it are those in
 * the file, for its fields are covered by marks of the same length ({@link MarkedText}).
 */
final class Page {

  private static final String REMEDY = "Use fields in texts and in the values of attributes only.";

  private final MarkedText text;
  private final Ledger ledger;

  Page(MarkedText text, Ledger ledger) {
    this.text = text;
    this.ledger = ledger;
  }

  /**
   * @param html marked
   * @param locale of the words (BCP 47)
   */
  Document read(String html, String locale) {
    Document page = Parser.htmlParser().setTrackPosition(true).parseInput(html, "");
    page.outputSettings().prettyPrint(false).charset(StandardCharsets.UTF_8);
    new ActiveContent(this).remove(page);
    new Pictures(this).review(page);
    new Links(this).lead(page);
    fieldsInNames(page);
    fieldsInStyleSheets(page);
    // What the file said of its charset holds no longer.
    page.select("meta[charset], meta[http-equiv=content-type]").remove();
    page.head().prependElement("meta").attr("charset", "utf-8");
    page.select("html:not([lang])").attr("lang", locale);
    return page;
  }

  /** A value could make an attribute of its own there, as escaping is not made for it. */
  private void fieldsInNames(Document page) {
    String what = "a field in the name of a tag or attribute";
    for (Element element : page.getAllElements()) {
      if (!text.in(element.tagName()).isEmpty()) {
        String whole = "left out: " + what + ledger.with(element.tagName());
        ledger.remark(offset(element), element.tagName(), Kind.REMOVED, whole, REMEDY);
        element.tagName("span");
      }
      for (Attribute attribute : element.attributes().asList()) {
        if (!text.in(attribute.getKey()).isEmpty()) {
          remove(element, attribute, what, REMEDY);
        }
      }
    }
  }

  /** No escaping is made for them either. */
  private void fieldsInStyleSheets(Document page) {
    for (Element style : page.select("style")) {
      for (DataNode data : style.dataNodes()) {
        text.in(data.getWholeData())
            .forEach(token -> ledger.lost(token, "left out: a field in a style sheet", REMEDY));
        data.setWholeData(MarkedText.MARK.matcher(data.getWholeData()).replaceAll(""));
      }
    }
  }

  MarkedText text() {
    return text;
  }

  Ledger ledger() {
    return ledger;
  }

  /** Takes something out of the page, with the fields in it. */
  void remove(Node node, String what, String remedy) {
    String html = node.outerHtml();
    String whole = "left out: " + what + ledger.with(html);
    ledger.remark(offset(node), html, Kind.REMOVED, whole, remedy);
    node.remove();
  }

  /** Takes an attribute away, with the fields in it. */
  void remove(Element element, Attribute attribute, String what, String remedy) {
    String whole = "left out: " + what + ledger.with(attribute.getKey() + attribute.getValue());
    remark(element, attribute, Kind.REMOVED, whole, remedy);
    element.removeAttr(attribute.getKey());
  }

  void remark(Element element, Attribute attribute, Kind kind, String what, String remedy) {
    var range = element.attributes().sourceRange(attribute.getKey()).nameRange();
    int offset = range.isTracked() ? range.startPos() : offset(element);
    String found = attribute.getKey() + "=\"" + attribute.getValue() + '"';
    ledger.remark(offset, found, kind, what, remedy);
  }

  static int offset(Node node) {
    return node.sourceRange().isTracked() ? node.sourceRange().startPos() : -1;
  }
}
