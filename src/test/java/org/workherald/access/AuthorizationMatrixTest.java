package org.workherald.access;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every operation that the API's description knows, with each type of body that it takes and of
 * answer that it gives, by every role and by nobody. One that is not in the table fails: whoever
 * adds an operation says here who may use it.
 */
@QuarkusTest
class AuthorizationMatrixTest {

  private static final List<String> ADMINS = List.of();
  private static final List<String> OPERATORS = List.of(Roles.OPERATOR);
  private static final List<String> NOTIFIERS = List.of(Roles.NOTIFIER);
  private static final List<String> BOTH = List.of(Roles.NOTIFIER, Roles.OPERATOR);

  /** The roles beside admin. */
  private static final Map<String, List<String>> TABLE =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("sendNotification", NOTIFIERS),
              Map.entry("sendNotifications", NOTIFIERS),
              Map.entry("getNotification", BOTH),
              Map.entry("getTranscript", OPERATORS),
              Map.entry("listNotifications", BOTH),
              Map.entry("cancelNotification", BOTH),
              Map.entry("cancelWorkItem", BOTH),
              Map.entry("resendNotification", OPERATORS),
              Map.entry("createKey", ADMINS),
              Map.entry("listKeys", ADMINS),
              Map.entry("revokeKey", ADMINS),
              Map.entry("rotateEncryptionKey", ADMINS),
              Map.entry("getSmtp", OPERATORS),
              Map.entry("putSmtp", ADMINS),
              Map.entry("deleteSmtp", ADMINS),
              Map.entry("testSmtp", OPERATORS),
              Map.entry("listCertificates", OPERATORS),
              Map.entry("getCertificate", OPERATORS),
              Map.entry("addCertificates", ADMINS),
              Map.entry("deleteCertificate", ADMINS),
              Map.entry("retrieveCertificates", OPERATORS),
              Map.entry("importTemplates", ADMINS),
              Map.entry("listAudit", OPERATORS),
              Map.entry("listTemplates", OPERATORS),
              Map.entry("getVocabulary", OPERATORS),
              Map.entry("getTemplate", OPERATORS),
              Map.entry("putTemplate", ADMINS),
              Map.entry("deleteTemplate", ADMINS),
              Map.entry("listTemplateRevisions", OPERATORS),
              Map.entry("getTemplateRevision", OPERATORS),
              Map.entry("restoreTemplate", ADMINS),
              Map.entry("previewTemplate", OPERATORS),
              Map.entry("getUser", ADMINS),
              Map.entry("putUser", ADMINS),
              Map.entry("deleteUser", ADMINS)));

  /**
   * One way to use an operation.
   *
   * @param body the type of the request's body, or {@code null}
   * @param accept the type of answer asked for
   */
  private record Use(String method, String path, String body, String accept) {

    int by(String key) {
      RequestSpecification caller = given().accept(accept);
      if (key != null) {
        caller.header("Authorization", "Bearer " + key);
      }
      if (body != null) {
        caller.contentType(body).body("{}".getBytes(UTF_8));
      }
      return caller.request(method, path).statusCode();
    }
  }

  @Test
  void everyOperationIsOpenToItsRolesOnly() {
    JsonPath api = given().queryParam("format", "json").get("/q/openapi").jsonPath();
    Map<String, Map<String, Map<String, Object>>> paths = api.getMap("paths");
    List<String> faults = new ArrayList<>();
    TreeSet<String> seen = new TreeSet<>();
    paths.forEach(
        (path, methods) ->
            methods.forEach(
                (method, operation) -> {
                  String id = String.valueOf(operation.get("operationId"));
                  seen.add(id);
                  if (TABLE.containsKey(id)) {
                    uses(method, path, operation)
                        .forEach(use -> attempt(use, TABLE.get(id), faults));
                  } else {
                    faults.add(id + " is not in the table of who may use it");
                  }
                }));
    assertThat(faults).isEmpty();
    assertThat(seen).as("the table has no operation that is gone").isEqualTo(TABLE.keySet());
  }

  private static void attempt(Use use, List<String> allowed, List<String> faults) {
    int stranger = use.by(null);
    if (stranger != 401) {
      faults.add("%s by nobody is answered %d".formatted(use, stranger));
    }
    for (String role : List.of(Roles.NOTIFIER, Roles.OPERATOR, Roles.USER, Roles.ADMIN)) {
      boolean may = role.equals(Roles.ADMIN) || allowed.contains(role);
      int status = use.by(role.equals(Roles.ADMIN) ? Keys.admin() : Keys.of(role));
      if (may == (status == 403) || status == 401 || status >= 500) {
        faults.add("%s by %s is answered %d".formatted(use, role, status));
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Use> uses(String method, String path, Map<String, Object> operation) {
    String address = path.replaceAll("\\{[^}]*}", "none-such");
    var request = (Map<String, Object>) operation.get("requestBody");
    var responses = (Map<String, Map<String, Object>>) operation.get("responses");
    List<Use> uses = new ArrayList<>();
    for (String body : types(request)) {
      responses.forEach(
          (status, response) -> {
            if (status.startsWith("2")) {
              for (String accept : types(response)) {
                uses.add(
                    new Use(
                        method.toUpperCase(Locale.ROOT),
                        address,
                        body,
                        accept == null ? "*/*" : accept));
              }
            }
          });
    }
    assertThat(uses).as(method + " " + path).isNotEmpty();
    return uses;
  }

  /** The types of content; one that is none where there are none. */
  @SuppressWarnings("unchecked")
  private static List<String> types(Map<String, Object> described) {
    var content = described == null ? null : (Map<String, Object>) described.get("content");
    List<String> types = new ArrayList<>(content == null ? List.of() : content.keySet());
    if (types.isEmpty()) {
      types.add(null);
    }
    return types;
  }
}
