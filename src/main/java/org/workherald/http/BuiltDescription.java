package org.workherald.http;

import io.quarkus.arc.Unremovable;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The description of the API as the build wrote it, read when somebody asks for it. Quarkus would
 * parse it and write it anew at each start.
 */
@Singleton
@Alternative
@Priority(1)
@Unremovable
@IfBuildProfile("prod")
class BuiltDescription extends OpenApiDocumentService {

  private final Map<Format, byte[]> documents = new ConcurrentHashMap<>();

  BuiltDescription() {
    // Here Quarkus looks for what it parses at start. No setting spares that; finding nothing does.
    OpenApiConstants.classLoader =
        new ClassLoader() {
          @Override
          public InputStream getResourceAsStream(String name) {
            return null;
          }
        };
  }

  @Override
  public byte[] getDocument(String name, Format format) {
    return documents.computeIfAbsent(format, BuiltDescription::read);
  }

  private static byte[] read(Format format) {
    String resource = "/META-INF/quarkus-generated-openapi-doc." + format.name();
    try (InputStream document = BuiltDescription.class.getResourceAsStream(resource)) {
      return document.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
