package org.workherald.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Describes the answers that every operation may give, so that resources tell only their own. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class CommonAnswers implements OASFilter {

  private record Answer(
      String name, String title, String when, String detail, List<?> violations) {}

  /** In one order: each build shall describe the same API in the same words. */
  private static final Map<String, String> VIOLATION =
      new TreeMap<>(Map.of("field", "workItem.subject", "in", "body", "message", "is required"));

  private static final Map<String, Answer> ANSWERS = new LinkedHashMap<>();

  static {
    ANSWERS.put(
        "400",
        new Answer(
            "BadRequest",
            "Bad Request",
            "Something in the request is wrong; all of it is told at once",
            "workItem.subject is required.",
            List.of(VIOLATION)));
    ANSWERS.put(
        "401",
        new Answer(
            "Unauthorized",
            "Unauthorized",
            "There is no valid API key",
            "Send a valid API key in the header: Authorization: Bearer <key>",
            List.of()));
    ANSWERS.put(
        "403",
        new Answer(
            "Forbidden",
            "Forbidden",
            "The API key does not have the role",
            "Your key does not have the role that this needs.",
            List.of()));
    ANSWERS.put(
        "413",
        new Answer(
            "TooLarge",
            "Request Entity Too Large",
            "The body is too large",
            "A body here may have up to 1 MiB.",
            List.of()));
    ANSWERS.put(
        "415",
        new Answer(
            "UnsupportedMediaType",
            "Unsupported Media Type",
            "The body is of another type",
            "The body is of a type that is not understood here.",
            List.of()));
    ANSWERS.put(
        "429",
        new Answer(
            "TooMany",
            "Too Many Requests",
            "The caller fetches too many answers at a time; see Retry-After",
            "You may fetch 40 answers at a time. Try again in 1 s.",
            List.of()));
    ANSWERS.put(
        "503",
        new Answer(
            "Unavailable",
            "Service Unavailable",
            "The database is away, the outbox is full, or too much is sent or asked for at once; see Retry-After",
            "The database is not available. Nothing was stored. Try again later.",
            List.of()));
  }

  @Override
  public Operation filterOperation(Operation operation) {
    add(operation, "401", "403", "503");
    if (operation.getRequestBody() != null) {
      add(operation, "400", "413", "415");
    } else if (operation.getParameters() != null) {
      add(operation, "400");
    }
    return operation;
  }

  /** What is asked with GET: a caller may ask for so much at a time only. */
  @Override
  public PathItem filterPathItem(PathItem path) {
    if (path.getGET() != null) {
      add(path.getGET(), "429");
    }
    return path;
  }

  /** Java's classes of characters mean nothing to generators in other languages. */
  @Override
  public Schema filterSchema(Schema schema) {
    return schema.getPattern() != null && schema.getPattern().contains("\\p{")
        ? schema.pattern(null)
        : schema;
  }

  @Override
  public void filterOpenAPI(OpenAPI api) {
    api.getComponents()
        .addSecurityScheme(
            "apiKey",
            OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .description("An API key, made at first start or with POST /keys"));
    ANSWERS.forEach(
        (status, answer) -> api.getComponents().addResponse(answer.name, response(status, answer)));
  }

  private static void add(Operation operation, String... statuses) {
    for (String status : statuses) {
      operation
          .getResponses()
          .addAPIResponse(
              status,
              OASFactory.createAPIResponse()
                  .ref("#/components/responses/" + ANSWERS.get(status).name));
    }
  }

  private static APIResponse response(String status, Answer answer) {
    var example = new LinkedHashMap<String, Object>();
    example.put("type", "about:blank");
    example.put("status", Integer.parseInt(status));
    example.put("title", answer.title);
    example.put("detail", answer.detail);
    var schema = "HttpProblem";
    if (!answer.violations.isEmpty()) {
      example.put("violations", answer.violations);
      schema = "HttpValidationProblem";
    }
    return OASFactory.createAPIResponse()
        .description(answer.when)
        .content(
            OASFactory.createContent()
                .addMediaType(
                    "application/problem+json",
                    OASFactory.createMediaType()
                        .schema(OASFactory.createSchema().ref("#/components/schemas/" + schema))
                        .example(example)));
  }
}
