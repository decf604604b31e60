package org.workherald.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.workherald.faults.Shot.By;
import org.workherald.faults.Shot.Form;

/** Says what is wrong with an answer, whatever the request was. */
final class Judge {

  /** What HTTP itself may make of any request. */
  private static final Set<Integer> COMMON =
      Set.of(400, 401, 403, 404, 405, 406, 413, 414, 415, 417, 431);

  /** What the server answers with no more than a status line: it comes to no code of ours then. */
  private static final Set<Integer> TOO_EARLY = Set.of(400, 414, 431);

  private static final Pattern INSIDE =
      Pattern.compile(
          "[a-z]Exception|(?i)\\b(org|com|io|java|jakarta|javax|net|sun|kotlin)\\.[a-z]+\\.[a-z]|\\bat [a-z.]+\\(|"
              + "sqlite|postgres|\\bselect .* from\\b|insert into|/work/|/tmp/|/target/|\\.java\\b|vert\\.x|netty|quarkus|jackson");

  private final ObjectMapper mapper = new ObjectMapper();
  private final List<String> secrets;

  /**
   * @param secrets that no answer may have in it
   */
  Judge(List<String> secrets) {
    this.secrets = List.copyOf(secrets);
  }

  /** What is wrong, or {@code null}. */
  String complaint(Shot shot, Reply reply) {
    if (reply.status() == 0) {
      return shot.form() == Form.BROKEN ? null : "closed without an answer";
    }
    String all = reply.head() + reply.text();
    for (String secret : secrets) {
      if (all.contains(secret)) {
        return "has a secret in it";
      }
    }
    if (!allowed(shot, reply.status())) {
      return "unexpected status " + reply.status();
    }
    return reply.status() < 400 ? null : refusal(shot, reply);
  }

  private static boolean allowed(Shot shot, int status) {
    boolean served = status < 400 || Set.of(409, 412, 422, 428, 429).contains(status);
    if (shot.form() == Form.ASTRAY || shot.form() == Form.BROKEN) {
      return status < 500
          && !(status < 300 && shot.by() == By.NOBODY && shot.form() == Form.BROKEN);
    }
    return switch (shot.by()) {
      case NOBODY ->
          status == 401 || status == 400 || status == 413 || status == 431 || status == 414;
      case WRONG -> !served && COMMON.contains(status);
      case RIGHT ->
          status != 401
              && status != 403
              && (COMMON.contains(status)
                  || shot.operation().statuses().contains(status) && status != 503);
    };
  }

  private String refusal(Shot shot, Reply reply) {
    if (reply.body().length == 0) {
      boolean bare = TOO_EARLY.contains(reply.status()) || shot.head();
      return bare ? null : "a refusal without words: " + reply.status();
    }
    String type = reply.header("content-type");
    if (type == null || !type.startsWith("application/problem+json")) {
      return "a refusal of type " + type;
    }
    try {
      JsonNode problem = mapper.readTree(reply.body());
      if (problem.path("status").asInt() != reply.status()
          || problem.path("title").asText().isBlank()
          || problem.path("detail").asText().isBlank()) {
        return "an incomplete problem";
      }
      ((com.fasterxml.jackson.databind.node.ObjectNode) problem).remove("instance");
      var inside = INSIDE.matcher(problem.toString());
      return inside.find() ? "tells of its inside: " + inside.group() : null;
    } catch (JsonProcessingException e) {
      return "a problem that is not JSON";
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
