package org.workherald.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workherald.PackagedService;

/** The layers of the image, as {@code container/layout} makes them, are the whole service. */
class ImageLayoutIT {

  private static final Path PACKAGE = Path.of(System.getProperty("workherald.jar")).getParent();

  @TempDir private static Path folder;
  private static Path app;
  private static List<String> arguments;

  @BeforeAll
  static void layOut() throws Exception {
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
        Files.readAllLines(app.resolve("lib/service.args")).stream()
            .map(ImageLayoutIT::here)
            .toList();
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
            .map(ImageLayoutIT::here)
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
    try (var jars = Files.walk(PACKAGE.resolve("lib"))) {
      for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
        packaged.addAll(entries(jar));
      }
    }
    Set<String> code = entries(app.resolve("code/workherald.jar"));
    Set<String> framework = entries(app.resolve("framework/framework.jar"));
    Set<String> libraries = entries(app.resolve("lib/main/libraries.jar"));

    assertThat(once(code)).doesNotContainAnyElementsOf(framework);
    assertThat(once(libraries)).doesNotContainAnyElementsOf(framework);
    assertThat(once(libraries)).doesNotContainAnyElementsOf(code);
    assertThat(libraries).noneMatch(name -> name.startsWith("org/workherald"));
    assertThat(framework.stream().filter(name -> name.endsWith(".class")))
        .allMatch(
            name -> name.matches("(org/workherald|io/quarkus/arc)/.*|.*_ClientProxy\\.class"));
    code.addAll(framework);
    code.addAll(libraries);
    packaged.removeIf(ImageLayoutIT::ofOneJarAlone);
    // Laid out as the one file that is needed.
    assertThat(packaged.removeIf(name -> name.startsWith("org/sqlite/native/"))).isTrue();
    assertThat(app.resolve("lib/libsqlitejdbc.so")).isRegularFile();
    code.removeIf(ImageLayoutIT::ofOneJarAlone);
    assertThat(code).containsExactlyInAnyOrderElementsOf(packaged);
  }

  /** A library finds its parts by these lists; several jars have one of the same name. */
  @Test
  void theListsOfServicesHaveTheLinesOfAllJars() throws IOException {
    Map<String, Set<String>> packaged = new TreeMap<>();
    try (var jars = Files.walk(PACKAGE.resolve("lib"))) {
      for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
        services(jar).forEach((list, lines) -> packaged.merge(list, lines, ImageLayoutIT::both));
      }
    }

    Map<String, Set<String>> merged = services(app.resolve("lib/main/libraries.jar"));

    assertThat(merged).isEqualTo(packaged);
    assertThat(merged.get("META-INF/services/java.sql.Driver"))
        .contains("org.sqlite.JDBC", "org.postgresql.Driver");
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

  private static String here(String argument) {
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

  /** All but lists of services: there, a class path has room for several of one name. */
  private static Set<String> once(Set<String> entries) {
    return entries.stream()
        .filter(name -> !name.startsWith("META-INF/services/"))
        .collect(Collectors.toSet());
  }

  private static boolean ofOneJarAlone(String name) {
    return name.startsWith("META-INF/maven/")
        || name.endsWith("MANIFEST.MF")
        || name.endsWith("module-info.class")
        || name.matches("META-INF/(INDEX\\.LIST|[^/]+\\.(SF|RSA|DSA|EC))");
  }

  private static Map<String, Set<String>> services(Path jar) throws IOException {
    Map<String, Set<String>> lists = new TreeMap<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(file.entries())) {
        if (entry.getName().startsWith("META-INF/services/") && !entry.isDirectory()) {
          String text = new String(file.getInputStream(entry).readAllBytes());
          lists.put(
              entry.getName(),
              text.lines()
                  .map(line -> line.replaceFirst("#.*", "").strip())
                  .filter(line -> !line.isEmpty())
                  .collect(Collectors.toSet()));
        }
      }
    }
    return lists;
  }

  private static Set<String> both(Set<String> one, Set<String> other) {
    return Stream.concat(one.stream(), other.stream()).collect(Collectors.toSet());
  }

  private static long modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).to(TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
