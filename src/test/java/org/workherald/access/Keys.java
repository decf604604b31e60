package org.workherald.access;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.inject.spi.CDI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * API keys for tests over HTTP in a {@code @QuarkusTest}:
 *
 * <pre>{@code
 * Keys.as(Roles.NOTIFIER).body(...).post("/notifications").then().statusCode(202);
 * }</pre>
 */
public final class Keys {

  private static final Map<String, String> MADE = new ConcurrentHashMap<>();

  private Keys() {}

  /** The admin's key, as made at first start. */
  public static String admin() {
    return CDI.current().select(AdminKey.class).get().value().orElseThrow();
  }

  /** A key with this role alone. */
  public static String of(String role) {
    // By the admin key as well: each start of the application has a database of its own.
    return MADE.computeIfAbsent(admin() + role, k -> make("for tests", role));
  }

  /** A new key with these roles. */
  public static String make(String name, String... roles) {
    return with(admin())
        .body(Map.of("name", name, "roles", List.of(roles)))
        .post("/keys")
        .then()
        .statusCode(201)
        .extract()
        .path("key");
  }

  /** A JSON request by a caller with this role alone ({@code admin}: the admin). */
  public static RequestSpecification as(String role) {
    return with(role.equals(Roles.ADMIN) ? admin() : of(role));
  }

  /** A JSON request by the holder of this key. */
  public static RequestSpecification with(String key) {
    return given().contentType(ContentType.JSON).header("Authorization", "Bearer " + key);
  }
}
