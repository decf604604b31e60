package org.workherald.filenet;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/**
 * What a page says, as plain text: paragraphs as paragraphs, rows of tables as lines, links with
 * their addresses.
 */
final class PlainVersion implements NodeVisitor {

  private static final Set<String> APART =
      Set.of(
          "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre");

  private static final Set<String> UNSEEN =
      Set.of("head", "style", "script", "title", "template", "textarea", "select");

  private static final Pattern SPACE = Pattern.compile("[ \t\n\f\r\u00a0]+");
  private static final String RULE = "-".repeat(40);

  private final StringBuilder out = new StringBuilder();

  /** How many line feeds must come before the next word. */
  private int feeds;

  private boolean space;
  private Element unseen;

  private PlainVersion() {}

  /** The text of the page, marked as the page is. */
  static String of(Document page) {
    PlainVersion plain = new PlainVersion();
    page.body().traverse(plain);
    String text =
        plain.out.toString().lines().map(String::stripTrailing).collect(Collectors.joining("\n"));
    return text.strip() + "\n";
  }

  @Override
  public void head(Node node, int depth) {
    if (unseen != null) {
      return;
    }
    if (node instanceof TextNode text) {
      text(text);
    } else if (node instanceof Element element) {
      begin(element);
    }
  }

  @Override
  public void tail(Node node, int depth) {
    if (unseen == node) {
      unseen = null;
    } else if (unseen == null && node instanceof Element element) {
      end(element);
    }
  }

  private void begin(Element element) {
    String name = element.normalName();
    if (UNSEEN.contains(name)) {
      unseen = element;
      return;
    }
    block(element);
    switch (name) {
      case "br" -> feeds(Math.min(2, feeds + 1));
      case "hr" -> {
        feeds(1);
        word(RULE);
        feeds(1);
      }
      case "li" -> word("- ");
      case "td", "th" -> {
        if (element.elementSiblingIndex() > 0) {
          cell(element.previousElementSibling());
        }
      }
      case "img" -> {
        if (!element.attr("alt").isBlank()) {
          word(element.attr("alt").strip());
        }
      }
      default -> {}
    }
  }

  private void end(Element element) {
    if (element.normalName().equals("a")) {
      String address = element.attr("href").strip();
      boolean shown = element.text().contains(address);
      if (!address.isEmpty() && !address.startsWith("#") && !shown) {
        word(out.length() > 0 && feeds == 0 ? " <" + address + ">" : "<" + address + ">");
      }
    }
    block(element);
  }

  private void block(Element element) {
    if (APART.contains(element.normalName())) {
      feeds(2);
    } else if (element.isBlock() && !Set.of("td", "th").contains(element.normalName())) {
      feeds(1);
    }
  }

  /** Between two cells of a row, of which the first is often a label. */
  private void cell(Element before) {
    if (feeds == 0 && out.length() > 0) {
      char last = out.charAt(out.length() - 1);
      boolean label = before != null && before.normalName().equals("th") && last != '\n';
      word(last == ':' ? " " : label ? ": " : "  ");
    }
    space = false;
  }

  private void text(TextNode node) {
    boolean kept = node.parent() != null && node.parent().closest("pre") != null;
    if (kept) {
      word(node.getWholeText());
      return;
    }
    String text = SPACE.matcher(node.getWholeText()).replaceAll(" ");
    if (text.startsWith(" ")) {
      space = true;
    }
    if (!text.isBlank()) {
      boolean more = text.endsWith(" ");
      word((space && feeds == 0 ? " " : "") + text.strip());
      space = more;
    }
  }

  private void feeds(int needed) {
    feeds = Math.max(feeds, needed);
    space = false;
  }

  private void word(String word) {
    if (out.length() > 0) {
      out.append("\n".repeat(feeds));
    }
    feeds = 0;
    space = false;
    out.append(word);
  }
}
