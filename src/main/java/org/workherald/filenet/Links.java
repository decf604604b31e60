package org.workherald.filenet;

import static org.workherald.filenet.Remark.Kind.CHANGED;
import static org.workherald.filenet.Remark.Kind.GUESSED;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;

/**
 * Addresses of the old web application become that of the work item: where it is opened is for the
 * callers to know.
 */
final class Links {

  private static final String ITEM = "{item.url}";
  private static final String SEND =
      "Have the callers send the address of the item in workItem.url.";

  /** An address within text: from its scheme or its field on. */
  private static final Pattern ADDRESS =
      Pattern.compile("(?:https?://)?" + MarkedText.MARK.pattern() + "(?::\\d+)?/[^\\s<>\"']*");

  private static final Pattern ABSOLUTE = Pattern.compile("(?i)[a-z][a-z0-9+.-]*:.*");
  private static final String AFTER_AN_ADDRESS = ".,;:!?)]";

  private final Page page;
  private final String item;
  private boolean told;

  Links(Page page) {
    this.page = page;
    this.item = page.text().mark(Token.expression(ITEM));
  }

  void lead(Document document) {
    for (Element link : document.select("a[href], area[href], form[action]")) {
      Attribute address = link.attribute(link.hasAttr("href") ? "href" : "action");
      if (address != null) {
        lead(link, address);
      }
    }
    for (Element element : document.getAllElements()) {
      element.textNodes().forEach(this::lead);
    }
  }

  private void lead(Element link, Attribute address) {
    List<Token> fields = page.text().in(address.getValue());
    boolean server = fields.stream().anyMatch(field -> field.is(FileNetField.WEB_SERVER));
    boolean toItem = fields.stream().anyMatch(Links::tellsItem);
    if (server || toItem) {
      String now = "now " + ITEM + page.ledger().with(address.getValue());
      if (!server || !toItem) {
        String where = server ? ": it led to the old web server" : ": it names the old server";
        page.remark(link, address, GUESSED, now + where, "See that this is meant. " + SEND);
      } else if (!told || !plain(fields)) {
        page.remark(link, address, CHANGED, now, SEND);
      }
      told = true;
      address.setValue(item);
    } else if (ActiveContent.script(address.getValue())) {
      page.remove(link, address, "a script", "Write an address there, such as {item.url}.");
    } else if (!ABSOLUTE.matcher(address.getValue()).matches()
        && !address.getValue().startsWith("#")
        && fields.isEmpty()) {
      page.remark(
          link,
          address,
          GUESSED,
          "kept, but a mail knows no place that it is relative to",
          "Write the whole address.");
    }
  }

  private void lead(TextNode node) {
    String whole = node.getWholeText();
    Matcher addresses = ADDRESS.matcher(whole);
    StringBuilder led = new StringBuilder();
    int end = 0;
    while (addresses.find()) {
      Token first = page.text().token(addresses.group(1));
      if (first.is(FileNetField.WEB_SERVER)) {
        int last = addresses.end();
        while (AFTER_AN_ADDRESS.indexOf(whole.charAt(last - 1)) >= 0) {
          last--;
        }
        String address = whole.substring(addresses.start(), last);
        List<Token> fields = page.text().in(address);
        String now = "now " + ITEM + page.ledger().with(address);
        if (!told || !plain(fields)) {
          page.ledger().remark(first.offset(), address, CHANGED, now, SEND);
        }
        told = true;
        led.append(whole, end, addresses.start());
        led.append(item);
        end = last;
      }
    }
    node.text(led.append(whole.substring(end)).toString());
  }

  /** Whether an address tells the item by what FileNet itself put there, and by nothing else. */
  private static boolean plain(List<Token> fields) {
    return fields.stream().anyMatch(Links::tellsItem)
        && fields.stream().allMatch(field -> FileNetField.of(field.name()).isPresent());
  }

  private static boolean tellsItem(Token field) {
    return field.is(FileNetField.WORK_OBJECT_NUMBER) || field.is(FileNetField.STEP_PROCESSOR);
  }
}
