package org.workherald.filenet;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.nio.charset.Charset;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.workherald.filenet.Placement.Terms;
import org.workherald.http.LanguageTag;
import org.workherald.http.OneLine;
import org.workherald.http.QueryReader;
import org.workherald.notification.Event;

/** What the caller says about the files, as sent. */
class ImportQuery {

  @Parameter(
      description = "The event that a single file is for; without it, its name tells",
      example = "step.assigned")
  @QueryParam("event")
  String event;

  @Parameter(description = "The name of a single file", example = "stp_new.msg")
  @QueryParam("name")
  @OneLine(max = 255)
  String name;

  @Parameter(
      description = "The language of the words; without it, the name of a file's folder tells",
      example = "de")
  @QueryParam("locale")
  @LanguageTag
  String locale;

  @Parameter(
      description = "The charset of the files; without it, it is found out",
      example = "windows-1252")
  @QueryParam("charset")
  String charset;

  @Parameter(
      description = "Take the files of this number's folder alone, where they are in such folders",
      example = "1")
  @QueryParam("application")
  String application;

  @Parameter(description = "Store what can be stored; without it, nothing is changed")
  @QueryParam("apply")
  boolean apply;

  @Parameter(hidden = true)
  @HeaderParam(HttpHeaders.CONTENT_TYPE)
  MediaType type;

  /**
   * @throws HttpProblem 400 with all that cannot be understood
   */
  Terms terms() {
    QueryReader reader = new QueryReader();
    Event of =
        reader.read(
            "event",
            event,
            id -> Event.of(id).orElseThrow(),
            "must be the id of an event, such as step.assigned");
    Charset in =
        reader.read(
            "charset",
            charset,
            given -> Charsets.named(given).orElseThrow(),
            "must be the name of a charset, such as windows-1252 or Shift_JIS");
    String number =
        reader.read(
            "application",
            application,
            given -> QueryReader.require(given, given.matches("\\d{1,9}")),
            "must be a number");
    reader.check();
    return new Terms(of, locale, in == null ? ofType() : in, number);
  }

  /** Said of a text. Behind other types, clients write it by themselves. */
  private Charset ofType() {
    boolean text = type != null && type.getType().equals("text");
    String named = text ? type.getParameters().get(MediaType.CHARSET_PARAMETER) : null;
    return named == null
        ? null
        : Charsets.named(named)
            .orElseThrow(
                () ->
                    HttpProblem.valueOf(
                        Status.BAD_REQUEST, "The Content-Type names no charset that is known."));
  }
}
