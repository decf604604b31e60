package org.workherald.deployment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workherald.Samples;
import org.workherald.access.Keys;
import org.workherald.access.Roles;

/** The manifests say what the application does: they cannot drift apart from it. */
@QuarkusTest
class KubernetesTest {

  private static final Map<String, String> NAME = Map.of("app.kubernetes.io/name", "workherald");

  @Inject Config config;

  @Test
  void everyManifestIsKnownToTheModel() throws IOException {
    for (Path file : Manifests.files()) {
      // Of a project of its own.
      if (!file.startsWith(Manifests.FOLDER.resolve("trust-manager"))) {
        assertThat(Manifests.read(Files.readString(file))).as("%s", file).isNotEmpty();
      }
    }
  }

  @Test
  void unknownFieldsAreFound() {
    String broken =
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: workherald
        spec:
          port: 8080
        """;
    assertThatThrownBy(() -> Manifests.read(broken)).hasMessageContaining("port");
  }

  @Test
  void portsAndProbes() throws IOException {
    Container container = pod().getContainers().get(0);
    assertThat(container.getPorts())
        .singleElement()
        .satisfies(
            port -> {
              assertThat(port.getName()).isEqualTo("http");
              assertThat(port.getContainerPort()).isEqualTo(8080);
            });
    assertThat(Manifests.one(Service.class, "base/service.yaml").getSpec().getPorts())
        .allSatisfy(port -> assertThat(port.getTargetPort().getStrVal()).isEqualTo("http"));
    List<HTTPGetAction> probes =
        Stream.of(
                container.getStartupProbe(),
                container.getLivenessProbe(),
                container.getReadinessProbe())
            .map(probe -> probe.getHttpGet())
            .toList();
    assertThat(probes)
        .extracting(HTTPGetAction::getPath)
        .containsExactly("/q/health/started", "/q/health/live", "/q/health/ready");
    for (HTTPGetAction probe : probes) {
      assertThat(probe.getPort().getStrVal()).isEqualTo("http");
      // The kubelet has no key.
      given().get(probe.getPath()).then().statusCode(200);
    }
    ServiceMonitor monitor = Manifests.one(ServiceMonitor.class, "monitoring/servicemonitor.yaml");
    assertThat(monitor.getSpec().getSelector().getMatchLabels()).isEqualTo(NAME);
    assertThat(monitor.getSpec().getEndpoints())
        .singleElement()
        .satisfies(
            endpoint -> {
              assertThat(endpoint.getPort()).isEqualTo("http");
              Keys.as(Roles.OPERATOR).get(endpoint.getPath()).then().statusCode(200);
              given().get(endpoint.getPath()).then().statusCode(401);
            });
  }

  @Test
  void thePodIsRestricted() throws IOException {
    PodSpec pod = pod();
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    Container container = pod.getContainers().get(0);
    assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(container.getResources().getLimits()).containsKey("memory");
    assertThat(Files.readString(Path.of("Dockerfile.jvm")))
        .contains("EXPOSE 8080", "WORKHERALD_DATA_DIR=/data")
        .contains("USER " + pod.getSecurityContext().getRunAsUser() + ":");
  }

  @Test
  void theEndIsLongEnoughToDrain() throws IOException {
    PodSpec pod = pod();
    Duration drain = config.getValue("workherald.delivery.drain", Duration.class);
    long before = pod.getContainers().get(0).getLifecycle().getPreStop().getSleep().getSeconds();
    assertThat(pod.getTerminationGracePeriodSeconds())
        .isGreaterThan(before + drain.toSeconds() + 10);
  }

  @Test
  void settingsAreKnownAndPathsAreMounted() throws IOException {
    Set<String> known =
        Files.readString(Path.of("README.md"))
            .lines()
            .flatMap(line -> names(line, "WORKHERALD_[A-Z_]*[A-Z]"))
            .collect(Collectors.toSet());
    Set<String> used = new TreeSet<>();
    for (Path file : Manifests.files()) {
      names(Files.readString(file), "WORKHERALD_[A-Z_]*[A-Z]").forEach(used::add);
    }
    used.removeIf(
        name ->
            known.contains(name)
                // In the README these are written with dots for what they have in common.
                || name.matches("WORKHERALD_(SMTP|DATABASE|TRUST)(_[A-Z_]+)?"));
    assertThat(used).isEmpty();

    ConfigMap settings = Manifests.one(ConfigMap.class, "base/config.yaml");
    assertThat(settings.getData()).containsEntry("WORKHERALD_DATA_DIR", "/data");
    Container container = pod().getContainers().get(0);
    assertThat(container.getVolumeMounts())
        .extracting(VolumeMount::getMountPath)
        .contains("/data", "/tmp", "/trust");
    assertThat(container.getEnvFrom().get(0).getConfigMapRef().getName())
        .isEqualTo(settings.getMetadata().getName());

    List<HasMetadata> secrets =
        Manifests.read(Files.readString(Manifests.FOLDER.resolve("secrets.example.yaml")));
    Secret encryption = (Secret) secrets.get(1);
    Deployment deployment = Manifests.one(Deployment.class, "postgresql/deployment.yaml");
    PodSpec replica = deployment.getSpec().getTemplate().getSpec();
    assertThat(replica.getVolumes().get(0).getSecret().getSecretName())
        .isEqualTo(encryption.getMetadata().getName());
    String keyFile =
        replica.getContainers().get(0).getVolumeMounts().get(0).getMountPath()
            + "/"
            + encryption.getStringData().keySet().iterator().next();
    assertThat(Files.readString(Manifests.FOLDER.resolve("postgresql/kustomization.yaml")))
        .contains("WORKHERALD_ENCRYPTION_KEY_FILE=" + keyFile);
    assertThat(container.getEnvFrom().get(1).getSecretRef().getName())
        .isEqualTo(secrets.get(0).getMetadata().getName());
  }

  @Test
  void alertsAndDashboardAskForMetricsThatThereAre() throws IOException {
    Keys.as(Roles.NOTIFIER)
        .body(Samples.notification("k8s", "kim@example.com"))
        .post("/notifications")
        .then()
        .statusCode(202);
    String metrics = Keys.as(Roles.OPERATOR).get("/q/metrics").asString();
    String rules = Files.readString(Manifests.FOLDER.resolve("monitoring/rules.yaml"));
    String dashboard = Files.readString(Manifests.FOLDER.resolve("monitoring/dashboard.json"));
    assertThat(new ObjectMapper().readTree(dashboard).path("panels")).hasSizeGreaterThan(5);
    Set<String> asked =
        names(rules + dashboard, "\\bworkherald_[a-z_]+")
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(asked).hasSizeGreaterThan(8);
    // Made when there is something to count; their names are in the documentation.
    String documented = Files.readString(Path.of("docs/metrics.md"));
    assertThat(asked)
        .allSatisfy(
            name ->
                assertThat(
                        metrics.contains(name + " ")
                            || metrics.contains(name + "{")
                            || documented.contains(
                                "`" + name.replaceAll("_(sum|count|max)$", "") + "`"))
                    .as(name)
                    .isTrue());
  }

  @Test
  void callersNeedALabelOfTheirOwn() throws IOException {
    NetworkPolicy policy = Manifests.one(NetworkPolicy.class, "base/network.yaml");
    assertThat(policy.getSpec().getPodSelector().getMatchLabels()).isEqualTo(NAME);
    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(
            policy.getSpec().getIngress().get(0).getFrom().get(0).getPodSelector().getMatchLabels())
        .containsOnlyKeys("workherald.org/caller");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void kustomizePutsItTogether(String overlay) throws Exception {
    List<HasMetadata> all = Manifests.read(kustomize(overlay));
    assertThat(all)
        .allSatisfy(one -> assertThat(one.getMetadata().getLabels()).containsAllEntriesOf(NAME));
    PodSpec pod =
        all.stream()
            .map(KubernetesTest::podOf)
            .filter(spec -> spec != null)
            .reduce((a, b) -> a)
            .orElseThrow();
    assertThat(pod.getVolumes().size() + (overlay.equals("sqlite") ? 1 : 0))
        .as("each mount has its volume")
        .isEqualTo(pod.getContainers().get(0).getVolumeMounts().size());
    assertThat(pod.getContainers()).singleElement();
    NetworkPolicy policy =
        all.stream()
            .filter(NetworkPolicy.class::isInstance)
            .map(NetworkPolicy.class::cast)
            .findFirst()
            .orElseThrow();
    // Labels that kustomize adds must not be asked of callers.
    assertThat(
            policy.getSpec().getIngress().get(0).getFrom().get(0).getPodSelector().getMatchLabels())
        .containsOnlyKeys("workherald.org/caller");
    assertThat(policy.getSpec().getEgress()).hasSize(overlay.equals("sqlite") ? 2 : 3);
  }

  private static PodSpec podOf(HasMetadata one) {
    if (one instanceof Deployment deployment) {
      return deployment.getSpec().getTemplate().getSpec();
    }
    return one instanceof StatefulSet set ? set.getSpec().getTemplate().getSpec() : null;
  }

  private static PodSpec pod() throws IOException {
    return Manifests.one(Deployment.class, "pod/pod.yaml").getSpec().getTemplate().getSpec();
  }

  private static String kustomize(String overlay) throws Exception {
    Process process;
    try {
      process =
          new ProcessBuilder("kubectl", "kustomize", Manifests.FOLDER.resolve(overlay).toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "kubectl is not there: what kustomize makes is not checked");
      return "";
    }
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).isZero();
    return output;
  }

  private static Stream<String> names(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(MatchResult::group);
  }
}
