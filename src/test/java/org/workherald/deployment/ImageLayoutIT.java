package org.workherald.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workherald.PackagedService;

/** The layers of the image, as {@code container/layout} makes them, are the whole service. */
class ImageLayoutIT {

  private static final Path PACKAGE = Path.of(System.getProperty("workherald.jar")).getParent();

  @TempDir private Path folder;
  private Path app;
  private List<String> arguments;

  @BeforeEach
  void layOut() throws Exception {
    Path layers = folder.resolve("layers");
    ProcessBuilder layout =
        new ProcessBuilder("sh", "container/layout", PACKAGE.toString(), layers.toString());
    layout
        .environment()
        .merge(
            "PATH",
            Path.of(System.getProperty("java.home"), "bin").toString(),
            (path, jdk) -> jdk + ":" + path);
    Process process = layout.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
    // As the Dockerfile copies them.
    app = layers.resolve("root/app");
    for (String layer : List.of("framework", "code")) {
      Files.move(layers.resolve(layer).resolve("app").resolve(layer), app.resolve(layer));
    }
    arguments =
        Files.readAllLines(app.resolve("lib/service.args")).stream().map(this::here).toList();
  }

  @Test
  void theServiceStartsFromThem() {
    try (PackagedService service = new PackagedService(folder.resolve("data"))) {
      service.as(Runtime.version().feature() < 24 ? without("CompactObjectHeaders") : arguments);
      service.start();

      service.request().get("/q/health/ready").then().statusCode(200);
      service.request().get("/q/swagger-ui/").then().statusCode(200);
      service.request().post("/templates/step.assigned/de/preview").then().statusCode(200);
      assertThat(service.errors()).isEmpty();
    }
  }

  @Test
  void theClassPathBeginsWithWhatTheArchiveIsMadeOf() throws IOException {
    String archive =
        Files.readAllLines(app.resolve("lib/archive.args")).stream()
            .map(this::here)
            .reduce((a, b) -> b)
            .orElseThrow();

    assertThat(classPath())
        .startsWith(archive)
        .endsWith(app + "/framework/framework.jar:" + app + "/code/workherald.jar");
    assertThat(classPath().split(":"))
        .doesNotHaveDuplicates()
        .allMatch(jar -> Files.exists(Path.of(jar)));
  }

  @Test
  void nothingOfThePackageIsLostOrThereTwice() throws IOException {
    Set<String> packaged = entries(PACKAGE.resolve("quarkus/generated-bytecode.jar"));
    packaged.addAll(entries(PACKAGE.resolve("quarkus/transformed-bytecode.jar")));
    try (var jars = Files.list(PACKAGE.resolve("app"))) {
      packaged.addAll(entries(jars.findFirst().orElseThrow()));
    }
    Set<String> code = entries(app.resolve("code/workherald.jar"));
    Set<String> framework = entries(app.resolve("framework/framework.jar"));
    Set<String> libraries = entries(app.resolve("lib/transformed.jar"));

    assertThat(code).doesNotContainAnyElementsOf(framework).doesNotContainAnyElementsOf(libraries);
    assertThat(framework).doesNotContainAnyElementsOf(libraries);
    assertThat(libraries).noneMatch(name -> name.startsWith("org/workherald"));
    code.addAll(framework);
    code.addAll(libraries);
    packaged.removeIf(name -> name.startsWith("META-INF/maven/") || name.endsWith("MANIFEST.MF"));
    assertThat(code).containsExactlyInAnyOrderElementsOf(packaged);
  }

  @Test
  void allHasOneDate() throws IOException {
    try (var files = Files.walk(app)) {
      assertThat(files.filter(Files::isRegularFile).map(ImageLayoutIT::modified))
          .containsOnly(1_577_836_800L);
    }
  }

  private String classPath() {
    return arguments.get(arguments.indexOf("-cp") + 1);
  }

  private List<String> without(String option) {
    return arguments.stream().filter(argument -> !argument.contains(option)).toList();
  }

  private String here(String argument) {
    return Arrays.stream(argument.split(":"))
        .map(part -> part.replaceFirst("(^|=)/app/", "$1" + app + "/"))
        .collect(Collectors.joining(":"));
  }

  private static Set<String> entries(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(ZipEntry::getName)
          .filter(name -> !name.endsWith("/"))
          .collect(Collectors.toSet());
    }
  }

  private static long modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).to(TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
