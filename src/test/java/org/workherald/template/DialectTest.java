package org.workherald.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workherald.template.CompiledTemplate.RenderingFailed;

/** What templates can say, and what comes of it. */
class DialectTest {

  private static CompiledTemplate html(String html) throws TemplateRefused {
    return CompiledTemplate.of(new MailTemplate("s", "t", html));
  }

  private static String render(String html, Map<String, Object> data) throws TemplateRefused {
    return html(html).render(data).html();
  }

  private static String text(String text) throws TemplateRefused {
    return CompiledTemplate.of(new MailTemplate("s", text, null))
        .render(Vocabulary.sample())
        .text();
  }

  /** The sample with another value. */
  private static Map<String, Object> with(String group, String name, Object value) {
    Map<String, Object> data = Vocabulary.sample();
    @SuppressWarnings("unchecked")
    Map<String, Object> members = (Map<String, Object>) data.get(group);
    members.put(name, value);
    return data;
  }

  static TemplateRefused refused(MailTemplate template) {
    TemplateRefused refused =
        catchThrowableOfType(TemplateRefused.class, () -> CompiledTemplate.of(template));
    assertThat(refused).as(template.toString()).isNotNull();
    return refused;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '`',
      value = {
        "{item.subject} ¦ Approve invoice 4711",
        "{item.fields['Amount']} ¦ 1,200.00 EUR",
        "{item.fields[\"Amount\"]} ¦ 1,200.00 EUR",
        "{item.fields.Amount} ¦ 1,200.00 EUR",
        "{item.fields.get('Amount')} ¦ 1,200.00 EUR",
        "[{item.fields['Amount (net)'.or]}] ¦ refused",
        "[{item.fields.get('Amount (net)')}] ¦ []",
        "[{item.fields['None such']}] ¦ []",
        "{item.fields['None'] ?: item.fields['Amount']} ¦ 1,200.00 EUR",
        "{item.fields['None'] ?: 'none'} ¦ none",
        "{item.fields['None'] or 'none'} ¦ none",
        "{item.fields.None.or('none')} ¦ none",
        "[{item.fields.None??}] ¦ []",
        "{item.fields['None'] ? 'some' : 'none'} ¦ none",
        "{item.step ? item.step : 'none'} ¦ Approve",
        "[{item.step ? '' : 'none'}] ¦ []",
        "{facts.size} ¦ 2",
        "{#for f in facts}{f_count}{f.label}{#if f_hasNext}, {/if}{/for} ¦ 1Workflow, 2Step",
        "{#each facts}{it_index}{it.label}{it_isLast ? '.' : ','}{/each} ¦ 0Workflow,1Step.",
        "{#for f in facts}{#for g in facts}{f_count}{g_count},{/for}{/for} ¦ 11,12,21,22,",
        "{#for item in facts}{item.label}{#else}none{/for} ¦ WorkflowStep",
        "{#for f in facts}{item.id}{#else}none{/for} ¦ 47114711",
        "{#if item.step}a{#else}b{/if} ¦ a",
        "{#if !item.step}a{#else if item.url}b{#else}c{/if} ¦ b",
        "{#if item.fields.None}a{#else if item.fields['None']}b{#else}c{/if} ¦ c",
        "{#if item.step == 'Approve'}a{/if} ¦ a",
        "{#if item.step is 'Reject'}a{#else}b{/if} ¦ b",
        "{#if item.step != \"Reject\" and tone eq 'CALL'}a{/if} ¦ a",
        "{#if item.fields.None && item.step || item.url}a{#else}b{/if} ¦ a",
        "{#if item.fields.None && (item.step || item.url)}a{#else}b{/if} ¦ b",
        "{#if !(item.fields.None || !item.step) && facts}a{/if} ¦ a",
        "{#if item.fields.get('Amount (net)') == ''}a{/if} ¦ a",
        "{#if facts.size > 1 && facts.size <= 2}a{/if} ¦ a",
        "{#if passages.size gt 1}a{#else}b{/if} ¦ b",
        "a{! no {item.sbject} !}b ¦ ab",
        "{|{item.sbject} .a{b}|} ¦ {item.sbject} .a{b}",
        "\\{item.subject\\} { a } {{x ¦ {item.subject} { a } {{x",
      })
  void says(String template, String expected) throws TemplateRefused {
    if (expected.equals("refused")) {
      refused(new MailTemplate("s", template, null));
    } else {
      assertThat(text(template)).isEqualTo(expected);
    }
  }

  @Test
  void leavesOutLinesOfTagsAlone() throws TemplateRefused {
    assertThat(text("a\n{#if item.step}\nb\n{/if}\n{! c !}\nd\n")).isEqualTo("a\nb\nd\n");
  }

  @Test
  void escapesValuesInHtmlButRawOnes() throws TemplateRefused {
    Map<String, Object> data = with("item", "comment", "<b>\"'&\r\nx");
    assertThat(render("<p title=\"{item.comment}\">{item.comment}</p>", data))
        .isEqualTo(
            "<p title=\"&lt;b&gt;&quot;&#39;&amp;<br>x\">&lt;b&gt;&quot;&#39;&amp;<br>x</p>");
    assertThat(render("{item.comment.raw}", data)).isEqualTo("<b>\"'&\r\nx");
    assertThat(render("{item.fields.None ?: item.comment.raw}", data)).startsWith("<b>");
    assertThat(render("{item.fields.None ?: item.comment}", data)).startsWith("&lt;b&gt;");
    assertThat(render("{item.fields.None ?: '<'}{item.id ? '<b>' : ''}", data))
        .isEqualTo("&lt;&lt;b&gt;");
    assertThat(text("{item.comment.raw}")).isEqualTo("Please be quick.");
  }

  @Test
  void warnsOfWhatIsNotEscapedAndOfNoHtml() throws TemplateRefused {
    CompiledTemplate template =
        html(
            "<p>\n  {item.step}{item.comment.raw}\n{#if item.step}{item.step ?: item.id.raw}{/if}");
    assertThat(template.warnings())
        .extracting(w -> w.part() + " " + w.line() + ":" + w.column())
        .containsExactly("html 2:14", "html 3:16");
    assertThat(template.warnings().get(0).message()).contains("item.comment.raw is not escaped");
    assertThat(CompiledTemplate.of(new MailTemplate("{item.id.raw}", "t", null)).warnings())
        .extracting(Fault::message)
        .containsExactly("there is no HTML part: the mail is plain text alone");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '`',
      value = {
        "<p title={item.id}>x</p> ¦ no quotes",
        "<p {item.id}>x</p> ¦ no quotes",
        "<{item.id}>x ¦ no quotes",
        "<p class=\"a\" title= {item.id} >x</p> ¦ no quotes",
        "<p class=\"{item.id}\" title=x{item.id}>x</p> ¦ no quotes",
        "<a href=\"{item.id}\">x</a> ¦ begins an address",
        "<img alt='' SRC = '{item.fields.Picture}'> ¦ begins an address",
        "<style>.a { color: {item.id} }</style> ¦ style sheet",
        "{|<style> .a{}|} {item.id} </style> ¦ style sheet",
        "<script>var a = '{item.id}'</script> ¦ style sheet",
        "<p title=\"{item.id}\" class='a{item.id}'>{item.id} 1 < 2 = {item.id}</p> ¦ -",
        "<a href=\"{item.url}\">{item.id}</a><a href={preferences}></a> ¦ -",
        "<a href=\"https://example.com/?id={item.id}\">x</a> ¦ -",
        "<style>.a { color: {color}; text-align: {start} }</style>{item.id} ¦ -",
        "<!-- <p title= --> {item.id} <!--[if mso]><td width={item.id}><![endif]-->{item.id} ¦ -",
        "<td {#if item.url}class=\"a\"{#else}class=\"b\"{/if}>{item.id}</td> ¦ -",
        "<td class=\"{tone}\" align={start}>{item.id} <br/>{item.id}</td> ¦ -",
      })
  void warnsOfValuesThatEscapingDoesNotMakeHarmless(String html, String warning)
      throws TemplateRefused {
    List<Fault> warnings = html(html).warnings();
    if (warning.equals("-")) {
      assertThat(warnings).isEmpty();
    } else {
      assertThat(warnings).singleElement();
      assertThat(warnings.get(0).message()).contains(warning);
    }
  }

  @Test
  void aSubjectIsOneLine() throws TemplateRefused {
    Map<String, Object> data = with("item", "comment", "two\r\n\tlines\n");
    MailTemplate template = new MailTemplate(" {item.comment}! \n", "t", null);
    assertThat(CompiledTemplate.of(template).render(data).subject()).isEqualTo("two lines !");
    CompiledTemplate empty = CompiledTemplate.of(new MailTemplate("{item.comment}", "t", null));
    assertThatThrownBy(() -> empty.render(with("item", "comment", " \n")))
        .isInstanceOf(RenderingFailed.class);
  }

  @Test
  void valuesAreNeverTemplates() throws TemplateRefused {
    Map<String, Object> data = with("item", "subject", "{item.id} {#if} {inject:x}");
    assertThat(render("{item.subject}", data)).isEqualTo("{item.id} {#if} {inject:x}");
  }

  @Test
  void stopsWhatGetsTooLong() throws TemplateRefused {
    CompiledTemplate template = html("{item.comment}".repeat(100));
    assertThatThrownBy(() -> template.render(with("item", "comment", "x".repeat(16_000))))
        .isInstanceOf(RenderingFailed.class)
        .hasMessageContaining("1048576 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{x}", "{item.x}", "{item.class}", "{#for a in item}b{/for}"})
  void findsNothingAtRenderingThatTheCheckHasMissed(String template) {
    // Parsed without the check.
    var parsed =
        Dialect.HTML
            .parse(
                template,
                Tags.read(template, new Faults(MailTemplate.Part.HTML)),
                new Faults(MailTemplate.Part.HTML))
            .orElseThrow();
    Map<String, Object> data = Map.of("item", Map.of("a", "b"), "list", List.of("a"));
    try {
      assertThat(parsed.instance().data((Object) data).render()).isIn("", "b");
    } catch (RuntimeException failed) {
      assertThat(failed).isNotInstanceOf(ClassCastException.class);
    }
  }
}
