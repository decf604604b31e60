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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every operation that the API's description knows, by every role and by nobody. One that is not in
 * the table fails: whoever adds an operation says here who may use it.
 */
@QuarkusTest
class AuthorizationMatrixTest {

  private static final String ADMINS = "";
  private static final String READERS = Roles.OPERATOR;
  private static final String SENDERS = Roles.NOTIFIER;
  private static final String BOTH = Roles.NOTIFIER + " " + Roles.OPERATOR;

  /** The roles beside admin. */
  private static final Map<String, String> TABLE =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("sendNotification", SENDERS),
              Map.entry("sendNotifications", SENDERS),
              Map.entry("getNotification", BOTH),
              Map.entry("listNotifications", BOTH),
              Map.entry("cancelNotification", BOTH),
              Map.entry("cancelWorkItem", BOTH),
              Map.entry("resendNotification", READERS),
              Map.entry("createKey", ADMINS),
              Map.entry("listKeys", ADMINS),
              Map.entry("revokeKey", ADMINS),
              Map.entry("getSmtp", READERS),
              Map.entry("putSmtp", ADMINS),
              Map.entry("deleteSmtp", ADMINS),
              Map.entry("testSmtp", READERS),
              Map.entry("listCertificates", READERS),
              Map.entry("getCertificate", READERS),
              Map.entry("addCertificates", ADMINS),
              Map.entry("deleteCertificate", ADMINS),
              Map.entry("retrieveCertificates", READERS),
              Map.entry("listAudit", READERS),
              Map.entry("getUser", ADMINS),
              Map.entry("putUser", ADMINS),
              Map.entry("deleteUser", ADMINS)));

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
                  String allowed = TABLE.get(id);
                  if (allowed == null) {
                    faults.add(id + " is not in the table of who may use it");
                  } else {
                    attempt(method.toUpperCase(Locale.ROOT), path, operation, allowed, faults);
                  }
                }));
    assertThat(faults).isEmpty();
    assertThat(seen).as("the table has no operation that is gone").isEqualTo(TABLE.keySet());
  }

  private static void attempt(
      String method,
      String path,
      Map<String, Object> operation,
      String allowed,
      List<String> faults) {
    String address = path.replaceAll("\\{[^}]*}", "none-such");
    expect(given(), operation, method, address, List.of(401), true, "nobody", faults);
    for (String role : List.of(Roles.NOTIFIER, Roles.OPERATOR, Roles.USER, Roles.ADMIN)) {
      boolean may =
          role.equals(Roles.ADMIN) || Stream.of(allowed.split(" ")).anyMatch(role::equals);
      RequestSpecification caller =
          given()
              .header(
                  "Authorization",
                  "Bearer " + (role.equals(Roles.ADMIN) ? Keys.admin() : Keys.of(role)));
      expect(
          caller,
          operation,
          method,
          address,
          may ? List.of(401, 403) : List.of(403),
          !may,
          role,
          faults);
    }
  }

  /**
   * @param is whether the answer must be one of these, or must not
   */
  private static void expect(
      RequestSpecification caller,
      Map<String, Object> operation,
      String method,
      String address,
      List<Integer> statuses,
      boolean is,
      String who,
      List<String> faults) {
    RequestSpecification request =
        operation.containsKey("requestBody")
            ? caller.contentType(type(operation)).body("{}".getBytes(UTF_8))
            : caller;
    int status = request.request(method, address).statusCode();
    if (statuses.contains(status) != is || status >= 500) {
      faults.add("%s %s by %s is answered %d".formatted(method, address, who, status));
    }
  }

  @SuppressWarnings("unchecked")
  private static String type(Map<String, Object> operation) {
    Map<String, Map<String, Object>> body =
        (Map<String, Map<String, Object>>) operation.get("requestBody");
    return body.get("content").keySet().iterator().next();
  }
}
