package org.workherald.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The description of the API is complete enough to generate clients from. */
@QuarkusTest
class ApiTest {

  @Test
  void describesEveryOperation() {
    JsonPath api = given().queryParam("format", "json").get("/q/openapi").jsonPath();
    assertThat(api.getString("info.title")).isEqualTo("Workherald");
    assertThat(api.getString("info.license.name")).isEqualTo("Apache-2.0");
    assertThat(api.getString("components.securitySchemes.apiKey.scheme")).isEqualTo("bearer");
    var faults = new ArrayList<String>();
    var ids = new TreeSet<String>();
    Map<String, Map<String, Map<String, Object>>> paths = api.getMap("paths");
    paths.forEach(
        (path, methods) ->
            methods.forEach(
                (method, operation) -> {
                  if (!List.of("get", "put", "post", "delete").contains(method)) {
                    return;
                  }
                  var name = method + " " + path;
                  for (var member :
                      List.of("operationId", "summary", "description", "tags", "security")) {
                    if (operation.get(member) == null) {
                      faults.add(name + " has no " + member);
                    }
                  }
                  if (!ids.add(String.valueOf(operation.get("operationId")))) {
                    faults.add(name + " has the operationId of another");
                  }
                  check(name, operation, faults);
                }));
    assertThat(ids).contains("sendNotification", "sendNotifications", "createKey", "putUser");
    assertThat(faults).isEmpty();
  }

  @SuppressWarnings("unchecked")
  private static void check(String name, Map<String, Object> operation, List<String> faults) {
    var responses = (Map<String, Map<String, Object>>) operation.get("responses");
    for (var status : List.of("401", "403", "503")) {
      if (!responses.containsKey(status)) {
        faults.add(name + " does not tell of " + status);
      }
    }
    if (responses.keySet().stream().noneMatch(status -> status.startsWith("2"))) {
      faults.add(name + " tells no good answer");
    }
    responses.forEach(
        (status, response) -> {
          if (!response.containsKey("$ref") && response.get("description") == null) {
            faults.add(name + " does not say when it answers " + status);
          }
        });
    var body = (Map<String, Map<String, Map<String, Object>>>) operation.get("requestBody");
    if (body != null) {
      if (!responses.containsKey("400")) {
        faults.add(name + " does not tell of 400");
      }
      body.get("content")
          .forEach(
              (type, content) -> {
                if (type.equals("application/json")
                    && !content.containsKey("example")
                    && !content.containsKey("examples")) {
                  faults.add(name + " shows no example of a request");
                }
              });
    }
  }
}
