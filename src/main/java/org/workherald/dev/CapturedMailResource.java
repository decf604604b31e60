package org.workherald.dev;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Shows the captured mails, to people as pages and to programs as JSON. No key: dev mode only. */
@Path("/dev/mails")
@PermitAll
@IfBuildProfile("dev")
class CapturedMailResource {

  private static final String HTML = MediaType.TEXT_HTML + ";charset=UTF-8;qs=0.9";

  /** A mail's own HTML inherits it: no scripts and nothing remote. */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self';"
          + " frame-ancestors 'none'";

  private final CapturedMails mails;
  private final Template list;
  private final Template detail;

  CapturedMailResource(
      CapturedMails mails,
      @Location("dev/mails.html") Template list,
      @Location("dev/mail.html") Template detail) {
    this.mails = mails;
    this.list = list;
    this.detail = detail;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(hidden = true)
  public List<MailSummary> all() {
    return mails.all().stream().map(MailSummary::of).toList();
  }

  @GET
  @Produces(HTML)
  @Operation(hidden = true)
  public Response page() {
    return page(list.data("mails", all()).render());
  }

  @GET
  @Path("{id}")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(hidden = true)
  public MailDetail one(@PathParam("id") long id) {
    return MailDetail.of(find(id));
  }

  @GET
  @Path("{id}")
  @Produces(HTML)
  @Operation(hidden = true)
  public Response onePage(@PathParam("id") long id) {
    return page(detail.data("mail", one(id)).render());
  }

  @GET
  @Path("{id}/raw")
  @Produces(MediaType.TEXT_PLAIN + ";charset=UTF-8")
  @Operation(hidden = true)
  public byte[] raw(@PathParam("id") long id) {
    return find(id).content();
  }

  @DELETE
  @Operation(hidden = true)
  public void clear() {
    mails.clear();
  }

  /** The page's button: forms know no DELETE, and the page has no scripts. */
  @POST
  @Path("clear")
  @Operation(hidden = true)
  public Response clearAndShow() {
    mails.clear();
    return Response.seeOther(URI.create("/dev/mails")).build();
  }

  private CapturedMail find(long id) {
    return mails
        .find(id)
        .orElseThrow(
            () -> HttpProblem.valueOf(Response.Status.NOT_FOUND, "No captured mail has this id"));
  }

  private static Response page(String html) {
    return Response.ok(html).header("Content-Security-Policy", POLICY).build();
  }
}
