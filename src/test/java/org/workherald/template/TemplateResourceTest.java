package org.workherald.template;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.workherald.access.Keys;
import org.workherald.access.Roles;

@QuarkusTest
class TemplateResourceTest {

  private static final Map<String, String> GOOD =
      Map.of("subject", "{item.subject}", "text", "{news}", "html", "<p>{news}</p>");

  private static ValidatableResponse put(String path, Object body, String ifMatch) {
    var request = Keys.as(Roles.ADMIN).body(body);
    return (ifMatch == null ? request : request.header("If-Match", ifMatch)).put(path).then();
  }

  @Test
  void storesChangesRestoresAndForgets() {
    String path = "/templates/step.assigned/de_AT";
    Keys.as(Roles.OPERATOR)
        .get(path)
        .then()
        .statusCode(200)
        .header("ETag", "\"0\"")
        .body("locale", is("de-AT"))
        .body("source", is("built-in"))
        .body("subject", is("{prefix} {item.subject}"));
    put(path, GOOD, null)
        .statusCode(200)
        .header("ETag", "\"1\"")
        .body("event", is("step.assigned"))
        .body("source", is("stored"))
        .body("revision", is(1))
        .body("html", is("<p>{news}</p>"))
        .body("warnings.size()", is(0));
    put(path, GOOD, null).statusCode(428);
    put(path, GOOD, "\"0\"").statusCode(412);
    put(
            path,
            Map.of("subject", "s", "text", "{item.comment.raw}", "html", "{item.comment.raw}"),
            "\"1\"")
        .statusCode(200)
        .body("revision", is(2))
        .body("warnings[0].part", is("html"))
        .body("warnings[0].line", is(1))
        .body("warnings[0].message", containsString("not escaped"));
    Keys.as(Roles.ADMIN).header("If-Match", "\"1\"").delete(path).then().statusCode(412);
    Keys.as(Roles.ADMIN).delete(path).then().statusCode(200).body("source", is("built-in"));
    Keys.as(Roles.ADMIN).delete(path).then().statusCode(200).header("ETag", "\"3\"");
    Keys.as(Roles.OPERATOR)
        .get(path + "/revisions")
        .then()
        .statusCode(200)
        .body("revisions.revision", contains(3, 2, 1))
        .body("revisions.deleted", contains(true, false, false))
        .body("revisions[1].text", nullValue());
    Keys.as(Roles.OPERATOR)
        .get(path + "/revisions/1")
        .then()
        .statusCode(200)
        .body("subject", is("{item.subject}"));
    Keys.as(Roles.ADMIN)
        .post(path + "/revisions/1/restore")
        .then()
        .statusCode(200)
        .header("ETag", "\"4\"")
        .body("source", is("stored"))
        .body("subject", is("{item.subject}"));
    Keys.as(Roles.ADMIN).post(path + "/revisions/9/restore").then().statusCode(404);
    Keys.as(Roles.ADMIN).post(path + "/revisions/0/restore").then().statusCode(400);
    Keys.as(Roles.OPERATOR)
        .queryParam("event", "step.assigned")
        .get("/templates")
        .then()
        .statusCode(200)
        .body("templates.event", not(hasItems("step.overdue")))
        .body("templates.find { it.locale == 'de-AT' }.source", is("stored"))
        .body("templates.find { it.locale == 'de-AT' }.revision", is(4))
        .body("templates.find { it.locale == 'de' }.source", is("built-in"));
    Keys.as(Roles.ADMIN)
        .post(path + "/revisions/3/restore")
        .then()
        .statusCode(200)
        .body("source", is("built-in"));
    Keys.as(Roles.OPERATOR)
        .queryParam("subject", "step.assigned/de-AT")
        .get("/audit")
        .then()
        .statusCode(200)
        .body(
            "entries.action",
            contains(
                "template.deleted",
                "template.changed",
                "template.deleted",
                "template.changed",
                "template.changed"))
        .body("entries[1].detail", is("revision 4, as revision 1 was"));
  }

  @Test
  void tellsEveryFaultWithItsPlace() {
    put(
            "/templates/step.overdue/fr",
            Map.of(
                "subject", "{item.sbject}", "text", "a\n {#if item.step}", "html", "{item.class}"),
            null)
        .statusCode(422)
        .contentType("application/problem+json")
        .body("violations.field", contains("html", "subject", "text"))
        .body(
            "violations[1].message",
            is("line 1, column 1: unknown field item.sbject; did you mean item.subject?"))
        .body("faults[1].line", is(2))
        .body("faults[1].column", is(2))
        .body("faults[1].message", is("{#if} has no {/if}"));
    Keys.as(Roles.OPERATOR).get("/templates/step.overdue/fr").then().body("source", is("built-in"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/templates/step.none/de | {\"subject\":\"s\",\"text\":\"t\"} | 404",
        "/templates/step.assigned/xx-YY-zz1 | {\"subject\":\"s\",\"text\":\"t\"} | 400",
        "/templates/step.assigned/d | {\"subject\":\"s\",\"text\":\"t\"} | 400",
        "/templates/step.assigned/nl | {\"text\":\"t\"} | 400",
        "/templates/step.assigned/nl | {\"subject\":\" \",\"text\":\"t\"} | 400",
        "/templates/step.assigned/nl | {\"subject\":\"a\\nb\",\"text\":\"t\"} | 400",
        "/templates/step.assigned/nl | {\"subject\":\"s\",\"text\":\"t\\u0000\"} | 400",
        "/templates/step.assigned/nl | {\"subject\":\"s\",\"text\":\"t\",\"html\":\"\"} | 422",
        "/templates/step.assigned/nl | {\"subject\":\"s\",\"text\":\"t\",\"body\":\"\"} | 400",
        "/templates/step.assigned/nl | {\"subject\":\"{item.id ? '' : ''}\",\"text\":\"t\"} | 422",
      })
  void refusesWhatCannotBeStored(String path, String body, int status) {
    put(path, body, null).statusCode(status).contentType("application/problem+json");
    Keys.as(Roles.OPERATOR)
        .queryParam("event", "step.none")
        .get("/templates")
        .then()
        .statusCode(404);
  }

  @Test
  void aLargeOneIsRefusedByItsSize() {
    put("/templates/step.assigned/nl", Map.of("subject", "s", "text", "t".repeat(65_537)), null)
        .statusCode(400)
        .body("violations[0].field", equalTo("text"));
  }

  @Test
  void tellsHowMountedTemplatesFare() {
    given().get("/q/health/well").then().body("checks.name", hasItem("templates"));
    Keys.as(Roles.OPERATOR)
        .get("/q/metrics")
        .then()
        .body(containsString("workherald_templates_mounted_broken 0"));
  }

  @Test
  void showsTheVocabulary() {
    Keys.as(Roles.OPERATOR)
        .get("/templates/vocabulary")
        .then()
        .statusCode(200)
        .body("terms.size()", greaterThan(50))
        .body(
            "terms.name",
            hasItems("item.subject", "item.fields['Amount']", "facts", "facts[].label"))
        .body("sample.item.subject", is("Approve invoice 4711"));
  }
}
