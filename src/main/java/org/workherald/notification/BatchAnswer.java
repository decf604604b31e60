package org.workherald.notification;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What became of each notification of a batch, in the same order. */
@Schema(name = "BatchAnswer", description = "What became of each notification, in order")
public record BatchAnswer(List<Result> results) {

  /** Either stored under an id, or refused. */
  @Schema(name = "BatchResult", description = "Either stored under an id, or refused")
  public record Result(UUID id, HttpProblem problem) {}
}
