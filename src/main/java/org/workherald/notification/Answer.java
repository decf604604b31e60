package org.workherald.notification;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

/**
 * The answer to what was accepted, in a form that can be kept and given again.
 *
 * @param location of what was made, or empty
 * @param body JSON
 */
record Answer(String location, String body) {

  String text() {
    return location + "\n" + body;
  }

  static Answer parse(String text) {
    int end = text.indexOf('\n');
    return new Answer(text.substring(0, end), text.substring(end + 1));
  }

  Response toResponse(boolean replayed) {
    var response = Response.status(Status.ACCEPTED).type(MediaType.APPLICATION_JSON).entity(body);
    if (!location.isEmpty()) {
      response.header(HttpHeaders.LOCATION, location);
    }
    if (replayed) {
      response.header("Idempotency-Replayed", "true");
    }
    return response.build();
  }
}
