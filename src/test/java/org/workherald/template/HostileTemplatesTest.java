package org.workherald.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.workherald.template.Fault.Position;

/** Every fault is told with its place, and nothing else ever escapes, whatever is sent. */
class HostileTemplatesTest {

  private static Fault fault(String html) {
    return DialectTest.refused(new MailTemplate("s", "t", html)).faults().get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '`',
      value = {
        // Fields
        "{item.sbject} ¦ 1:1 ¦ unknown field item.sbject; did you mean item.subject?",
        "{item.Subject} ¦ 1:1 ¦ unknown field item.Subject; did you mean item.subject?",
        "<p>{subject}</p> ¦ 1:4 ¦ unknown field subject; did you mean item.subject?",
        "{itme.subject} ¦ 1:1 ¦ unknown field itme; did you mean item?",
        "{item.nothingLikeIt} ¦ 1:1 ¦ unknown field item.nothingLikeIt",
        "{workItem.subject} ¦ 1:1 ¦ unknown field workItem; did you mean words.workItem?",
        "{#for fact in facts}{fact.lable}{/for} ¦ 1:21 ¦ unknown field fact.lable; did you mean fact.label?",
        "{#for fact in facts}{fakt.label}{/for} ¦ 1:21 ¦ unknown field fakt; did you mean fact?",
        "{#for fact in facts}{fact_size}{/for} ¦ 1:21 ¦ unknown field fact_size",
        "{#for fact in facts}{/for}{fact.label} ¦ 1:27 ¦ unknown field fact; did you mean facts?",
        "{#each facts}{#else}{it.label}{/each} ¦ 1:21 ¦ unknown field it",
        "{fact_count} ¦ 1:1 ¦ unknown field fact_count",
        "{this} ¦ 1:1 ¦ unknown field this",
        "{item} ¦ 1:1 ¦ item is no text; name something in it",
        "{facts} ¦ 1:1 ¦ facts is no text; name something in it",
        "{facts.label} ¦ 1:1 ¦ facts is a list: loop over it with {#for x in facts}",
        "{facts.get(0)} ¦ 1:1 ¦ nothing can be called here: there is no facts.get()",
        "{item.fields} ¦ 1:1 ¦ item.fields is no text; name something in it",
        "{null} ¦ 1:1 ¦ null is no text; name something in it",
        "{item.fields['a(b)']} ¦ 1:1 ¦ a name with brackets in it is written item.fields.get('...')",
        "{item.fields[name]} ¦ 1:1 ¦ Non-literal value [name] used in bracket notation in expression {item.fields[name]}",
        // Reflection and the like
        "{item.class} ¦ 1:1 ¦ unknown field item.class",
        "{item.getClass} ¦ 1:1 ¦ unknown field item.getClass",
        "{item.getClass()} ¦ 1:1 ¦ nothing can be called here: there is no item.getClass()",
        "{item.subject.getClass().forName('x')} ¦ 1:1 ¦ nothing can be called here: there is no item.subject.getClass()",
        "{item.subject.length} ¦ 1:1 ¦ unknown field item.subject.length",
        "{item.subject.bytes} ¦ 1:1 ¦ unknown field item.subject.bytes",
        "{item.keySet} ¦ 1:1 ¦ unknown field item.keySet",
        "{item.fields.keySet()} ¦ 1:1 ¦ nothing can be called here: there is no item.fields.keySet()",
        "{item.fields.get(item.id)} ¦ 1:1 ¦ nothing can be called here: there is no item.fields.get()",
        "{item.subject.raw.class} ¦ 1:1 ¦ unknown field item.subject.raw.class",
        "{getClass()} ¦ 1:1 ¦ there is no function getClass()",
        "{inject:config.password} ¦ 1:1 ¦ there is no namespace inject; *",
        "{config:['quarkus.datasource.password']} ¦ 1:1 ¦ there is no namespace config; *",
        "{data:item.subject} ¦ 1:1 ¦ there is no namespace data; *",
        "{cdi:x} {str:fmt('%s', 'x')} ¦ 1:1 ¦ there is no namespace cdi; *",
        "{item.step ?: data:item} ¦ 1:1 ¦ there is no namespace data; *",
        "{item.step ? inject:a : 'b'} ¦ 1:1 ¦ there is no namespace inject; *",
        "{item.step ? item : 'b'} ¦ 1:1 ¦ only texts can be chosen between",
        "{item.step ? 'a'} ¦ 1:1 ¦ ? needs a : after it, each with spaces around it",
        "{item.step?'a':'b'} ¦ 1:1 ¦ there is no namespace item.step?'a'; *",
        "{.a} .a {color:red} ¦ 1:9 ¦ there is no namespace color; *",
        "{@java.lang.Runtime r} ¦ 1:1 ¦ {@...} is not needed: what may be used is known; leave it out",
        "{@java.lang.String s='x'} ¦ 1:1 ¦ {@...} is not needed: what may be used is known; leave it out",
        // Sections
        "{#include x /} ¦ 1:1 ¦ unknown section {#include}; there are only if, else, for and each",
        "{#insert x}{/insert} ¦ 1:1 ¦ unknown section {#insert}; there are only if, else, for and each",
        "{#eval 'x' /} ¦ 1:1 ¦ unknown section {#eval}; there are only if, else, for and each",
        "{#let a=1}{/let} ¦ 1:1 ¦ unknown section {#let}; there are only if, else, for and each",
        "{#set a=1}{/set} ¦ 1:1 ¦ unknown section {#set}; there are only if, else, for and each",
        "{#with item}{/with} ¦ 1:1 ¦ unknown section {#with}; there are only if, else, for and each",
        "{#when tone}{#is CALL}{/when} ¦ 1:1 ¦ unknown section {#when}; there are only if, else, for and each",
        "{#fragment id=a}{/fragment} ¦ 1:1 ¦ unknown section {#fragment}; there are only if, else, for and each",
        "{#cached}{/cached} ¦ 1:1 ¦ unknown section {#cached}; there are only if, else, for and each",
        "{#} ¦ 1:1 ¦ unknown section {#}; there are only if, else, for and each",
        "{# if item}{/if} ¦ 1:1 ¦ unknown section {#}; there are only if, else, for and each",
        "{#if item.step} ¦ 1:1 ¦ {#if} has no {/if}",
        "{#if item.step}{#for a in facts}{/if} ¦ 1:33 ¦ {/if} stands where {/for} is expected, for the {#for} of line 1, column 16",
        "{/if} ¦ 1:1 ¦ {/if} ends nothing",
        "{/} ¦ 1:1 ¦ {/} ends nothing",
        "{#else} ¦ 1:1 ¦ {#else} stands outside of an {#if} or {#for}",
        "{#if} {/if} ¦ 1:1 ¦ the condition ends too early",
        "{#if item.step}{#else}{#else}{/if} ¦ 1:23 ¦ nothing can follow an {#else} but {/if}",
        "{#if item.step}{#else item.id}{/if} ¦ 1:16 ¦ {#else} can be followed by if and a condition, or by nothing",
        "{#if item.step}a{#else}b{/else}c{/if} ¦ 1:25 ¦ {/else} stands where {/if} is expected, for the {#if} of line 1, column 1",
        // Conditions
        "{#if item.step=='x'}{/if} ¦ 1:1 ¦ write == with a space on either side",
        "{#if item.step = 'x'}{/if} ¦ 1:1 ¦ write == with a space on either side",
        "{#if item.step == null}{/if} ¦ 1:1 ¦ nothing is null here: what is missing is empty; write {#if item.step}",
        "{#if item.step > 'x'}{/if} ¦ 1:1 ¦ only numbers, such as facts.size, can be greater or less",
        "{#if item.step == 3}{/if} ¦ 1:1 ¦ item.step and 3 cannot be compared",
        "{#if facts == passages}{/if} ¦ 1:1 ¦ facts and passages cannot be compared",
        "{#if item.step item.id}{/if} ¦ 1:1 ¦ item.id is not expected in a condition; join conditions with && or ||",
        "{#if item.step &&}{/if} ¦ 1:1 ¦ the condition ends too early",
        "{#if (item.step}{/if} ¦ 1:1 ¦ *",
        "{#if ((((((((((item.step))))))))))}{/if} ¦ 1:1 ¦ the condition is nested more than 8 deep",
        "{#if !!!!!!!!!!!!item.step}{/if} ¦ 1:1 ¦ the condition is nested more than 8 deep",
        "{#if item.class}{/if} ¦ 1:1 ¦ unknown field item.class",
        "{#if inject:bean}{/if} ¦ 1:1 ¦ there is no namespace inject; *",
        "{#if item.step.equals('x')}{/if} ¦ 1:1 ¦ nothing can be called here: there is no item.step.equals()",
        // Loops
        "{#for i in 1000000000}{i}{/for} ¦ 1:1 ¦ 1000000000 is no list; there are facts and passages",
        "{#for i in item.id}{i}{/for} ¦ 1:1 ¦ item.id is no list; there are facts and passages",
        "{#for i in item.fields}{i}{/for} ¦ 1:1 ¦ item.fields is no list; there are facts and passages",
        "{#for i in item}{i}{/for} ¦ 1:1 ¦ item is no list; there are facts and passages",
        "{#for i in facts.size}{i}{/for} ¦ 1:1 ¦ facts.size is no list; there are facts and passages",
        "{#for i in 'abc'}{i}{/for} ¦ 1:1 ¦ 'abc' is no list; there are facts and passages",
        "{#for i in facts}{i}{/for} ¦ 1:18 ¦ i is no text; name something in it",
        "{#for facts}{/for} ¦ 1:1 ¦ write {#for fact in facts}, with a name of letters and digits",
        "{#for a of facts}{/for} ¦ 1:1 ¦ write {#for fact in facts}, with a name of letters and digits",
        "{#for a_b in facts}{/for} ¦ 1:1 ¦ write {#for fact in facts}, with a name of letters and digits",
        "{#for a in facts b}{/for} ¦ 1:1 ¦ write {#for fact in facts}, with a name of letters and digits",
        "{#for}{/for} ¦ 1:1 ¦ *",
        "{#each}{it}{/each} ¦ 1:1 ¦ *",
        "{#for a in facts}{#for b in facts}{#for c in facts}{/for}{/for}{/for} ¦ 1:35 ¦ loops may be nested 2 deep at most",
        // What is not finished
        "a {item.subject ¦ 1:3 ¦ the tag that begins here has no closing brace",
        "a {item.fields['x} ¦ 1:3 ¦ the tag that begins here has a quote that is not closed",
        "a {! b ¦ 1:3 ¦ the comment that begins here has no !} at its end",
        "a {| b } ¦ 1:3 ¦ what begins here with {| has no |} at its end",
        "a { ¦ 1:3 ¦ a brace stands at the end; write \\{ for it",
        "a \\ ¦ 1:3 ¦ a backslash stands at the end",
        "{item.} ¦ 1:1 ¦ *",
        "{a b c d} ¦ 1:1 ¦ *",
        "{item.subject)} ¦ 1:1 ¦ *",
        "{item.a(} ¦ 1:1 ¦ *",
        "{item.fields[} ¦ 1:1 ¦ *",
        "{item.fields['a'} ¦ 1:1 ¦ *",
        "{_} ¦ 1:1 ¦ unknown field _",
      })
  void isRefused(String template, String place, String message) {
    Fault fault = fault(template);
    assertThat(fault.part()).isEqualTo("html");
    assertThat(fault.line() + ":" + fault.column()).as(fault.message()).isEqualTo(place);
    if (message.endsWith("*")) {
      assertThat(fault.message()).startsWith(message.substring(0, message.length() - 1));
    } else {
      assertThat(fault.message()).isEqualTo(message);
    }
    assertThat(fault.message()).doesNotContain("io.quarkus", "Exception", "\n");
  }

  /** The parser of Qute loses count after comments, unparsed text and tags of many lines. */
  @Test
  void placesAreRight() {
    String template =
        "<p>\r\n{! a\nb !} {| .c {\n d } |}\n{#if item.step\n  && item.id}\n x {item.sbject}\r\n{/if}\n\\\n {item.id2}{#for a in item.x}\n{/for}";
    assertThat(DialectTest.refused(new MailTemplate("s", "t", template)).faults())
        .extracting(fault -> new Position(fault.line(), fault.column()))
        .containsExactly(new Position(7, 4), new Position(10, 2), new Position(10, 12));
  }

  @Test
  void tellsAllFaultsOfAllPartsUpToABound() {
    MailTemplate template = new MailTemplate("{a}{b}", "{#if}", "{x}".repeat(1_000));
    assertThat(DialectTest.refused(template).faults())
        .extracting(Fault::part)
        .startsWith("subject", "subject", "text", "html", "html")
        .hasSize(53);
    assertThat(DialectTest.refused(new MailTemplate(null, " ", "")).faults())
        .extracting(Fault::part)
        .containsExactly("subject", "text", "html");
    assertThat(DialectTest.refused(new MailTemplate("a\nb", "t", null)).faults().get(0).inWords())
        .isEqualTo("line 2, column 1: a subject is one line");
  }

  @Test
  void sizesNestingAndWorkAreBounded() {
    assertThat(fault("x".repeat((64 << 10) + 1)).message()).contains("65536 characters");
    assertThat(fault("{item.id}".repeat(5_001)).message()).contains("5000 tags");
    assertThat(fault("{" + "a".repeat(501) + "}").message()).contains("500 characters");
    assertThat(fault("{#if item.id}".repeat(17) + "{/if}".repeat(17)).message())
        .contains("nested 16 deep");
    assertThat(fault("{#if item.id}".repeat(4_000)).message()).contains("nested 16 deep");
    assertThat(
            fault("{#for a in facts}{#for b in facts}" + "{a.label}".repeat(20) + "{/for}{/for}"))
        .extracting(Fault::message)
        .asString()
        .contains("could take")
        .contains("100000 are allowed");
    assertThat(
            fault("{#for a in facts}" + "{#if item.id && item.step}x{/if}".repeat(400) + "{/for}"))
        .extracting(Fault::message)
        .asString()
        .contains("could take");
    assertThat(fault("{item.fields['" + "(".repeat(400) + "']}").message()).isNotEmpty();
    assertThat(fault("{" + "a(".repeat(200) + ")".repeat(99) + "}").message()).isNotEmpty();
    assertThat(fault("{#if " + "(".repeat(400) + "}{/if}").message()).isNotEmpty();
    assertThat(fault("{#if item.id}" + "{#else if item.x}".repeat(3_000) + "{/if}").message())
        .contains("item.x");
  }

  /** Random pieces, put together: each is either a template that can be rendered, or refused. */
  @Test
  void nothingElseEscapes() {
    String[] pieces = {
      "{",
      "}",
      "{#if ",
      "{#for a in ",
      "{/if}",
      "{/for}",
      "{#else}",
      "{#else if ",
      "item",
      ".",
      "subject",
      "facts",
      "a",
      "a.label",
      "'",
      "\"",
      "(",
      ")",
      "[",
      "]",
      "!",
      "|",
      "\\",
      "\n",
      "\r\n",
      " ",
      "  ",
      "=",
      "==",
      "&&",
      "||",
      "?",
      ":",
      "?:",
      "??",
      ",",
      "@",
      "#",
      "/",
      "_",
      "0",
      "1L",
      "2.5d",
      "null",
      "true",
      "raw",
      "or",
      "get",
      "{!",
      "!}",
      "{|",
      "|}",
      "{item.id}",
      "}{",
      "é",
      "\ud83d\ude00",
      "\ud83d",
      "<b>",
      "$",
      "in",
      "for",
      "each",
      "in facts",
      "alias=",
      "iterable=",
      "{#each facts}",
      "{/each}",
      "{/}",
      "data:",
      "99999999999",
      "-",
      "+",
      ">",
      "<="
    };
    Random random = new Random(4711);
    int good = 0;
    for (int i = 0; i < 5_000; i++) {
      StringBuilder template = new StringBuilder();
      for (int n = random.nextInt(12); n >= 0; n--) {
        template.append(pieces[random.nextInt(pieces.length)]);
      }
      try {
        CompiledTemplate.of(new MailTemplate("s", "t", template.toString()))
            .render(Vocabulary.sample());
        good++;
      } catch (TemplateRefused refused) {
        for (Fault fault : refused.faults()) {
          assertThat(fault.line()).as(template.toString()).isPositive();
          assertThat(fault.column()).as(template.toString()).isPositive();
          assertThat(fault.message()).as(template.toString()).isNotBlank();
        }
      } catch (Throwable other) {
        throw new AssertionError(template.toString(), other);
      }
    }
    assertThat(good).isGreaterThan(100);
  }
}
