package org.example;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Map;

/** The one resource. */
@Path("/greeting")
public class Greeting {

  @GET
  public Map<String, String> greet() {
    return Map.of("hello", "world");
  }
}
