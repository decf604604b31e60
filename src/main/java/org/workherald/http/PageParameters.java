package org.workherald.http;

import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/**
 * The parameters of a query for a page of a list, which all lists have. As text, so that all that
 * is wrong can be told at once: {@link QueryReader} reads them.
 */
public abstract class PageParameters {

  @QueryParam("since")
  @Parameter(
      description = "Only those of this instant or later",
      schema = @Schema(type = SchemaType.STRING, format = "date-time"))
  public String since;

  @QueryParam("limit")
  @Parameter(
      description = "How many at most",
      schema =
          @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200", defaultValue = "50"))
  public String limit;

  @QueryParam("cursor")
  @Parameter(description = "The member next of the page before")
  public String cursor;
}
