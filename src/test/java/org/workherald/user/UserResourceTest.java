package org.workherald.user;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.workherald.access.Keys;
import org.workherald.access.Roles;

@QuarkusTest
class UserResourceTest {

  @Test
  void keepsAUser() {
    String kim =
        """
        { "email": "kim@example.com", "name": "Kim Lee", "locale": "de", "timeZone": "Europe/Berlin",
          "events": { "step.assigned": "off", "step.overdue": "mail" } }
        """;
    Keys.as(Roles.ADMIN).get("/users/kim").then().statusCode(404);
    Keys.as(Roles.ADMIN).body(kim).put("/users/kim").then().statusCode(200);
    Keys.as(Roles.ADMIN)
        .get("/users/kim")
        .then()
        .statusCode(200)
        .body("email", is("kim@example.com"))
        .body("events.'step.assigned'", is("off"))
        .body("containsKey('digest')", is(false));
    Keys.as(Roles.NOTIFIER)
        .body(
            """
            { "event": "step.assigned", "workItem": { "id": "1", "subject": "s" },
              "recipients": [ { "user": "kim" }, { "email": "lee@example.com" } ] }
            """)
        .post("/notifications")
        .then()
        .statusCode(202)
        .body("deliveries.recipient", contains("kim@example.com", "lee@example.com"))
        .body("deliveries[0].locale", is("de"))
        .body("deliveries[0].state", is("suppressed"))
        .body("deliveries[0].reason", containsString("switched"));
    Keys.as(Roles.ADMIN).delete("/users/kim").then().statusCode(204);
    Keys.as(Roles.ADMIN).delete("/users/kim").then().statusCode(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 400 | email",
        "{ \"email\": \"kim\" } | 400 | email",
        "{ \"email\": \"k@b.c\", \"locale\": \"xx\" } | 400 | locale",
        "{ \"email\": \"k@b.c\", \"events\": { \"step.asigned\": \"off\" } } | 400 | events.step.asigned",
        "{ \"email\": \"k@b.c\", \"events\": { \"step.assigned\": \"never\" } } | 400 | events.step.assigned",
        "{ \"email\": \"k@b.c\", \"events\": { \"step.assigned\": \"digest\" } } | 422 | events.step.assigned",
        "{ \"email\": \"k@b.c\", \"digest\": { \"at\": \"08:00\" } } | 422 | digest",
        "{ \"email\": \"k@b.c\", \"quietHours\": { \"from\": \"20:00\" } } | 422 | quietHours",
        "{ \"email\": \"k@b.c\", \"delegate\": \"lee\" } | 422 | delegate",
        "{ \"email\": \"k@b.c\", \"mail\": 1 } | 400 | mail"
      })
  void refusesWhatItCannotKeep(String body, int status, String field) {
    Keys.as(Roles.ADMIN)
        .body(body)
        .put("/users/refused")
        .then()
        .statusCode(status)
        .contentType("application/problem+json")
        .body("violations.field", equalTo(java.util.List.of(field)));
    Keys.as(Roles.ADMIN).get("/users/refused").then().statusCode(404);
  }

  @Test
  void isForAdmins() {
    for (String role : new String[] {Roles.NOTIFIER, Roles.OPERATOR, Roles.USER}) {
      Keys.as(role).get("/users/kim").then().statusCode(403);
    }
  }
}
