package org.workherald;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the import table and the fences of the design. */
class ArchitectureTest {

  private static final Path SOURCES = Path.of("src/main/java/org/workherald");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.workherald");

  /** Which packages each package may import directly; what those may import, it may import too. */
  private static final Map<String, List<String>> IMPORTS = new LinkedHashMap<>();

  static {
    IMPORTS.put("trace", List.of());
    IMPORTS.put("config", List.of());
    IMPORTS.put("store", List.of("config"));
    IMPORTS.put("settings", List.of("store"));
    IMPORTS.put("address", List.of());
    IMPORTS.put("http", List.of("store", "address", "config"));
    IMPORTS.put("access", List.of("settings", "http"));
    IMPORTS.put("outbox", List.of("store"));
    IMPORTS.put("user", List.of("settings", "access"));
    IMPORTS.put("trust", List.of("settings", "access"));
    IMPORTS.put("notification", List.of("outbox", "user", "trace"));
    IMPORTS.put("smtp", List.of("trust", "settings", "trace"));
    IMPORTS.put("template", List.of("notification", "settings", "access", "http", "store"));
    IMPORTS.put("mail", List.of("template", "notification", "user", "settings"));
    IMPORTS.put("filenet", List.of("template", "notification", "access", "http"));
    IMPORTS.put(
        "delivery",
        List.of("mail", "smtp", "notification", "trust", "user", "outbox", "settings", "access"));
    // Dev mode stands beside the service and may use all of it; nothing uses dev mode.
    IMPORTS.put("dev", List.of("delivery"));
  }

  @Test
  void packagesImportDownTheTableOnly() {
    for (String from : IMPORTS.keySet()) {
      String[] forbidden =
          IMPORTS.keySet().stream()
              .filter(to -> !to.equals(from) && !reachable(from).contains(to))
              .map(to -> "org.workherald." + to + "..")
              .toArray(String[]::new);
      if (forbidden.length > 0) {
        noClasses()
            .that(resideInAPackage("org.workherald." + from + ".."))
            .should()
            .dependOnClassesThat(resideInAnyPackage(forbidden))
            .because("imports between packages point one way (see the table in this test)")
            .allowEmptyShould(true)
            .check(CLASSES);
      }
    }
  }

  @Test
  void settingsOfTheDeploymentAreBoundByConverters() {
    noClasses()
        .that()
        .areAnnotatedWith(ConfigMapping.class)
        .should()
        .dependOnClassesThat(resideInAPackage("jakarta.validation.."))
        .because("one constraint there makes Quarkus build a second validator at each start")
        .check(CLASSES);
  }

  @Test
  void everyPackageIsInTheTable() throws IOException {
    try (Stream<Path> folders = Files.list(SOURCES)) {
      Set<String> packages =
          folders
              .filter(Files::isDirectory)
              .map(folder -> folder.getFileName().toString())
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(IMPORTS.keySet()).containsAll(packages);
    }
  }

  @Test
  void vertxMailClientIsNeverUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx.ext.mail..", "io.vertx.mutiny.ext.mail..")
        .because("the mail client that Quarkus Mailer brings does not verify as we must")
        .check(CLASSES);
  }

  @Test
  void mimeStaysInMail() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.workherald.mail..")
        .and()
        .resideOutsideOfPackage("org.workherald.dev..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta.mail..", "org.eclipse.angus..")
        .because("one package knows how a MIME message is made")
        .check(CLASSES);
  }

  @Test
  void socketsStayInSmtp() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "org.workherald.smtp..", "org.workherald.trust..", "org.workherald.dev..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.net.Socket")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.net.ServerSocket")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("javax.net.ssl.SSLSocket")
        .because("one session class talks to mail servers, so that what is tested is what runs")
        .check(CLASSES);
  }

  @Test
  void vertxSocketsAreNeverUsed() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.vertx.core.net..", "io.vertx.mutiny.core.net..")
                // Where a request comes from is an address, no socket.
                .and(not(type(SocketAddress.class))))
        .because("the session with the mail server is built on blocking sockets alone (ADR 2)")
        .check(CLASSES);
  }

  @Test
  void whatIsNotPackagedStaysInDev() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.workherald.dev..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.subethamail..", "org.bouncycastle..", "org.workherald.dev..")
        .because("packaging leaves out what only dev mode needs")
        .check(CLASSES);
  }

  @Test
  void timeComesFromTheClock() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(OffsetDateTime.class, "now")
        .orShould()
        .callMethod(ZonedDateTime.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .because("tests move time by the injected Clock")
        .check(CLASSES);
  }

  @Test
  void nothingTrustsAll() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.workherald.trust..")
        .should()
        .implement(javax.net.ssl.X509TrustManager.class)
        .because("there is one way to verify a mail server")
        .check(CLASSES);
  }

  @Test
  void layersThatOnlyForwardHaveNoNames() {
    classes()
        .should()
        .haveSimpleNameNotEndingWith("Impl")
        .andShould()
        .haveSimpleNameNotEndingWith("Manager")
        .andShould()
        .haveSimpleNameNotEndingWith("Helper")
        .andShould()
        .haveSimpleNameNotEndingWith("Utils")
        .andShould()
        .haveSimpleNameNotEndingWith("Util")
        .because("classes are nouns of the domain")
        .check(CLASSES);
  }

  /**
   * SQL only in the classes that own a table: each table's name appears after an SQL verb in its
   * owners only.
   */
  @Test
  void tablesHaveOwners() throws IOException {
    Map<String, Set<String>> owners =
        Map.ofEntries(
            Map.entry("commit_mark", Set.of("store")),
            Map.entry("setting", Set.of("settings")),
            Map.entry("api_key", Set.of("access")),
            Map.entry("trusted_certificate", Set.of("trust")),
            Map.entry("user_preference", Set.of("user")),
            Map.entry("mail_template", Set.of("template")),
            Map.entry("notification", Set.of("notification")),
            Map.entry("history", Set.of("notification")),
            Map.entry("idempotency_key", Set.of("notification")),
            // The list of notifications is filtered by the state and recipient of their entries.
            Map.entry("outbox", Set.of("outbox", "notification")),
            Map.entry("attempt", Set.of("outbox")),
            Map.entry("transcript", Set.of("outbox")),
            Map.entry("lane", Set.of("outbox")),
            Map.entry("audit_entry", Set.of("access")),
            Map.entry("sender_slot", Set.of("smtp")));
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        String source = Files.readString(file);
        String feature = SOURCES.relativize(file).getName(0).toString();
        owners.forEach(
            (table, features) -> {
              boolean touches =
                  Pattern.compile(
                          "(INSERT\\s+INTO|UPDATE|DELETE\\s+FROM|FROM|JOIN)\\s+" + table + "\\b")
                      .matcher(source)
                      .find();
              if (touches) {
                assertThat(features)
                    .as("%s uses table %s of another package", file, table)
                    .contains(feature);
              }
            });
      }
    }
  }

  @Test
  void filesStaySmall() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        assertThat(Files.readAllLines(file))
            .as("%s: above 250 lines there is a second noun in it", file)
            .hasSizeLessThanOrEqualTo(250);
      }
    }
  }

  private static Set<String> reachable(String from) {
    Set<String> all = new TreeSet<>(IMPORTS.get(from));
    IMPORTS.get(from).forEach(to -> all.addAll(reachable(to)));
    return all;
  }
}
