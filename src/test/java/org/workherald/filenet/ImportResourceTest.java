package org.workherald.filenet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.workherald.access.Keys;
import org.workherald.access.Roles;

@QuarkusTest
class ImportResourceTest {

  private static final List<String> STORED =
      List.of(
          "/templates/step.assigned/en",
          "/templates/step.overdue/en",
          "/templates/workflow.overdue/ja",
          "/templates/milestone.reached/de");

  /** Other tests use the same service. */
  @AfterEach
  void tidyUp() {
    for (String path : STORED) {
      Keys.as(Roles.ADMIN).header("If-Match", "*").delete(path).then().statusCode(200);
    }
  }

  private static ValidatableResponse post(String query, String type, byte[] body) {
    return Keys.as(Roles.ADMIN)
        .config(
            RestAssured.config()
                .encoderConfig(
                    EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
        .contentType(type)
        .body(body)
        .post("/templates/import" + query)
        .then();
  }

  @Test
  void showsFirstAndStoresWhenAskedTo() throws Exception {
    byte[] zip = Zips.of(Zips.samples());
    post("", "application/zip", zip)
        .statusCode(200)
        .body("stored", is(0))
        .body("files", hasSize(4))
        .body("files.revision", everyItem(nullValue()))
        .body("leftOut", empty());
    Keys.as(Roles.OPERATOR).get(STORED.get(2)).then().body("source", is("built-in"));
    post("?apply=true", "application/zip", zip)
        .statusCode(200)
        .body("stored", is(4))
        .body("files[2].event", is("step.assigned"))
        .body("files[2].charsetBecause", is("its <meta> says windows-1252"))
        .body("files[2].notCarriedOver[0].kind", is("removed"))
        .body("files[2].notCarriedOver[0].line", is(2));
    Keys.as(Roles.OPERATOR)
        .get(STORED.get(2))
        .then()
        .body("source", is("stored"))
        .body("subject", is("ワークフロー期限超過: {item.subject}"));
    Keys.as(Roles.ADMIN)
        .body(Map.of())
        .post("/templates/workflow.overdue/ja_JP/preview")
        .then()
        .statusCode(200)
        .body("subject", startsWith("ワークフロー期限超過: "))
        .body("text", containsString("開始者："));
    Keys.as(Roles.OPERATOR)
        .get("/audit")
        .then()
        .body("entries.subject", hasItem("workflow.overdue/ja"));
    int revision = Keys.as(Roles.OPERATOR).get(STORED.get(2)).then().extract().path("revision");
    post("?apply=true", "application/zip", zip)
        .statusCode(200)
        .body("files[3].revision", is(revision + 1));
  }

  @Test
  void takesASingleFile() throws Exception {
    byte[] file = Zips.sample("de/org_milestone.msg");
    post("?name=org_milestone.msg&locale=de", "application/octet-stream", file)
        .statusCode(200)
        .body("files[0].event", is("milestone.reached"))
        .body("files[0].template.subject", is("Meilenstein erreicht: {item.subject}"))
        .body("files[0].preview.text", startsWith("Für den Vorgang Approve invoice 4711 wurde"));
    post("?event=step.assigned&locale=de", "text/html;charset=windows-1252", file)
        .statusCode(200)
        .body("files[0].event", is("step.assigned"))
        .body("files[0].charsetBecause", is("it was given"));
    post("?event=step.assigned&locale=de&charset=UTF-8", "text/html", file)
        .statusCode(422)
        .body("detail", containsString("not in UTF-8"))
        .body("leftOut", hasSize(1));
  }

  @Test
  void refusesWhatItCannotUnderstand() {
    byte[] file = "<p>a".getBytes(UTF_8);
    post("?event=step.assigned", "text/html", file)
        .statusCode(422)
        .body("detail", containsString("?locale="));
    post("?locale=de", "text/html", file).statusCode(422).body("detail", containsString("?event="));
    post("?event=x&charset=y&application=z&locale=de", "text/html", file)
        .statusCode(400)
        .body("violations.field", containsInAnyOrder("event", "charset", "application"));
    post("?event=step.assigned&locale=xq", "text/html", file)
        .statusCode(400)
        .body("violations.field", contains("locale"));
    post("?event=step.assigned&locale=de", "text/html; charset=none-such", file)
        .statusCode(400)
        .body("detail", containsString("charset"));
    post("", "application/zip", file).statusCode(422).body("detail", containsString("none"));
    post("?event=step.assigned&locale=de", "application/json", "{}".getBytes(UTF_8))
        .statusCode(415);
    post("?event=step.assigned&locale=de", "text/html", new byte[0]).statusCode(422);
    Keys.as(Roles.OPERATOR)
        .contentType("text/html")
        .body(Map.of().toString().getBytes(UTF_8))
        .post("/templates/import")
        .then()
        .statusCode(403);
  }

  @Test
  void whatFailsTheCheckIsNotStored() {
    byte[] large = ("<p>" + "x".repeat(70_000)).getBytes(UTF_8);
    post("?event=step.assigned&locale=en&apply=true", "text/html", large)
        .statusCode(200)
        .body("stored", is(0))
        .body("files[0].errors.part", hasItem("html"));
    Keys.as(Roles.OPERATOR).get(STORED.get(0)).then().body("source", is("built-in"));
  }
}
