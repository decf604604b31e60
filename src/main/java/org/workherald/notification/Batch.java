package org.workherald.notification;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.workherald.http.ProblemDefaults;
import org.workherald.http.StrictJson;
import org.workherald.notification.BatchAnswer.Result;
import org.workherald.user.UserPreferences;

/** Checks each notification of a batch on its own. */
@Singleton
class Batch {

  private final StrictJson json;
  private final Drafts drafts;

  Batch(StrictJson json, Drafts drafts) {
    this.json = json;
    this.drafts = drafts;
  }

  /** The drafts of the good ones, and what to answer about each. */
  record Checked(List<Draft> drafts, BatchAnswer answer) {}

  Checked check(List<JsonNode> notifications, String caller) {
    var read = notifications.stream().map(this::read).toList();
    var users = drafts.users(read.stream().map(Item::request).filter(Objects::nonNull).toList());
    var good = new ArrayList<Draft>();
    var results = read.stream().map(item -> result(item, users, caller, good)).toList();
    return new Checked(good, new BatchAnswer(results));
  }

  /** One of the two. */
  private record Item(NotificationRequest request, HttpProblem problem) {}

  private Item read(JsonNode notification) {
    try {
      var request = json.read(notification, NotificationRequest.class);
      if (request == null) {
        throw HttpProblem.valueOf(Status.BAD_REQUEST, "A notification must be an object.");
      }
      drafts.check(request);
      return new Item(request, null);
    } catch (HttpProblem e) {
      return new Item(null, ProblemDefaults.complete(e));
    }
  }

  private Result result(
      Item item, Map<String, UserPreferences> users, String caller, List<Draft> good) {
    if (item.problem != null) {
      return new Result(null, item.problem);
    }
    try {
      var draft = drafts.make(item.request, users, caller);
      good.add(draft);
      return new Result(draft.notification().id(), null);
    } catch (HttpProblem e) {
      return new Result(null, ProblemDefaults.complete(e));
    }
  }
}
