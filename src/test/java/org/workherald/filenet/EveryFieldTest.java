package org.workherald.filenet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.workherald.template.MailTemplate;

/** No field of any file is ignored in silence, wherever it stands. Files are made up at random. */
class EveryFieldTest {

  private static final int FILES = Integer.getInteger("filenet.files", 2_000);

  /** Places for a field; well-formed ones and others. */
  private static final List<String> PLACES =
      List.of(
          "<p>Hello %s.</p>",
          "text %s text",
          "%s",
          "<td>%s</td>",
          "<table>%s<tr>%s<td>%s</table>",
          "<b title='%s'>x</b>",
          "<b title=%s>x</b>",
          "<b title=\"a%s{b}\" title='%s'>x</b>",
          "<b %s='1'>x</b>",
          "<b %s>x</b>",
          "<h%s class=a>x</h%s>",
          "<%s>",
          "</%s>",
          "</b %s>",
          "<!-- %s -->",
          "<!--[if mso]>%s<![endif]-->",
          "<![CDATA[%s]]>",
          "<?php %s ?>",
          "<!DOCTYPE %s>",
          "<style>a { color: %s } b { background: url('%s') }</style>",
          "<p style='color: %s; background: url(%s)'>x</p>",
          "<script>var a = '%s';</script>",
          "<script src='%s'></script>",
          "<noscript>%s</noscript>",
          "<a href='http://$F_WEBSERVER/%s?x=$F_WobNum'>x</a>",
          "<a href='http://$F_WEBSERVER/%s'>%s</a>",
          "<a href='%s'>x</a>",
          "<a href='javascript:%s'>x</a>",
          "<form action='%s'><input value=%s><textarea>%s</textarea></form>",
          "<select><option>%s</option></select>",
          "<img src='%s' alt='%s' title='%s'>",
          "<img src='http://$F_WEBSERVER/%s'>",
          "<body background='%s' onload='%s'>",
          "<html lang='%s'>",
          "<title>%s</title>",
          "<iframe src=x>%s</iframe>",
          "<object data='%s'>%s</object>",
          "<link href='%s'>",
          "<base href='%s'>",
          "<meta charset='%s'>",
          "<meta name=a content='%s'>",
          "<frameset><frame src='%s'></frameset>",
          "<svg><script>%s</script><a xlink:href='%s'>%s</a></svg>",
          "<math><mi>%s</mi></math>",
          "<template>%s</template>",
          "<xmp>%s</xmp>",
          "<noembed>%s</noembed>",
          "http://$F_WEBSERVER/%s,",
          "<$F_EMAILADDR %s>",
          "$F_EMAILADDR <a@example.com;%s>",
          "<$F_SUBJPREFIX %s>",
          "$$%s{%s}\\%s",
          "&#36;%s; &%s;",
          "</html>%s",
          "</body>%s",
          "<p title='%s",
          "<!-- %s");

  @Test
  void isMappedOrReported() {
    long seed = Long.getLong("filenet.seed", System.nanoTime());
    for (int file = 0; file < FILES; file++) {
      check(new Random(seed + file), seed + file);
    }
  }

  private static void check(Random random, long seed) {
    StringBuilder source = new StringBuilder();
    List<String> fields = new ArrayList<>();
    if (random.nextBoolean()) {
      source.append("<$F_SUBJPREFIX Reminder: >\n");
    }
    if (random.nextInt(4) > 0) {
      source.append("<html><body>");
    }
    for (int places = 1 + random.nextInt(12); places > 0; places--) {
      String place = PLACES.get(random.nextInt(PLACES.size()));
      while (place.contains("%s")) {
        String name = "$T" + fields.size() + "x" + (random.nextInt(5) == 0 ? "[2]" : "");
        fields.add(name);
        int at = place.indexOf("%s");
        place = place.substring(0, at) + name + place.substring(at + 2);
      }
      source.append(place).append(random.nextBoolean() ? "\n" : " ");
    }
    source.append("The end.");
    Conversion conversion;
    try {
      conversion = Conversion.of(source.toString(), "en");
    } catch (NotUnderstood noText) {
      return;
    }
    MailTemplate template = conversion.template();
    String all = template.subject() + template.text() + template.html();
    for (String field : fields) {
      boolean mapped = all.contains("{item.fields['" + field.substring(1) + "']}");
      boolean reported =
          conversion.notCarriedOver().stream()
              .anyMatch(remark -> names(remark.found(), field) || names(remark.what(), field));
      assertThat(mapped || reported)
          .as("%s of -Dfilenet.seed=%d in %s: %s", field, seed, source, conversion)
          .isTrue();
    }
    assertThat(all).doesNotContain("\uFDD0", "\uFDD1");
  }

  private static boolean names(String text, String field) {
    return text.contains(field);
  }
}
