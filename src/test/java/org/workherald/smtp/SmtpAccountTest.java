package org.workherald.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.workherald.access.AuditTrails;
import org.workherald.settings.Resealing;
import org.workherald.settings.Secret;
import org.workherald.settings.SecretBox;
import org.workherald.settings.SettingStore;
import org.workherald.settings.StaleRevision;
import org.workherald.store.DataDirectory;
import org.workherald.store.Database;
import org.workherald.store.Dialect;
import org.workherald.store.MovableClock;
import org.workherald.store.TestDatabase;

@ParameterizedClass
@EnumSource(Dialect.class)
class SmtpAccountTest {

  private static final SmtpSettings SETTINGS =
      new SmtpSettings(
          new Endpoint("m.example.com", 587, TlsMode.STARTTLS),
          "a@example.com",
          "A Name",
          null,
          new SmtpSettings.Login("kim", new Secret("s3cret")),
          2,
          0);

  private final MovableClock clock = new MovableClock();
  private final Dialect dialect;
  private final Database database;
  @TempDir Path folder;
  private SmtpAccount account;

  SmtpAccountTest(Dialect dialect) {
    this.dialect = dialect;
    database = TestDatabase.emptied(dialect).database();
  }

  @BeforeEach
  void withoutDeployment() {
    account = account(folder, Map.of());
  }

  private SmtpAccount account(Path keys, Map<String, String> deployment) {
    return account(database, keys, deployment);
  }

  private SmtpAccount account(Database database, Path keys, Map<String, String> deployment) {
    SmallRyeConfigBuilder config =
        new SmallRyeConfigBuilder().withMapping(SmtpConfig.class).addDiscoveredConverters();
    deployment.forEach((key, value) -> config.withDefaultValue("workherald.smtp." + key, value));
    return new SmtpAccount(
        new SettingStore(database, clock),
        new SecretBox(new DataDirectory(keys), Optional.empty()),
        ObjectMapper::new,
        new SmtpDeployment(config.build().getConfigMapping(SmtpConfig.class)),
        AuditTrails.of(database, clock));
  }

  @Test
  void isEmptyWhenNothingIsSet() {
    assertThat(account.settings()).isEmpty();
    assertThat(account.problem()).isEmpty();
    assertThat(account.revision()).isZero();
  }

  @Test
  void answersWithWhatIsStoredHereAndAtOtherReplicas() {
    SmtpAccount replica = account(folder, Map.of());
    assertThat(replica.settings()).isEmpty();
    account.write(0, SETTINGS);
    assertThat(account.settings()).contains(SETTINGS);
    assertThat(account.revision()).isEqualTo(1);
    clock.move(Duration.ofSeconds(2));
    assertThat(replica.settings()).contains(SETTINGS);
    assertThat(replica.revision()).isEqualTo(1);
  }

  @Test
  void fallsBackToTheDeploymentAndTheRevisionGrows() {
    SmtpAccount deployed =
        account(folder, Map.of("host", "d.example.com", "from", "d@example.com"));
    assertThat(deployed.settings().orElseThrow().server()).isEqualTo("d.example.com:587");
    deployed.write(0, SETTINGS);
    assertThat(deployed.settings()).contains(SETTINGS);
    deployed.write(1, null);
    assertThat(deployed.settings().orElseThrow().endpoint().host()).isEqualTo("d.example.com");
    assertThat(deployed.revision()).isEqualTo(2);
  }

  @Test
  void aBrokenDeploymentIsAProblemAndNoSettings() {
    SmtpAccount broken = account(folder, Map.of("host", "d.example.com", "from", "Workflow"));
    assertThat(broken.settings()).isEmpty();
    assertThat(broken.problem().orElseThrow()).contains("workherald.smtp.from");
  }

  @Test
  void refusesAStaleChange() {
    account.write(0, SETTINGS);
    assertThatThrownBy(() -> account.write(0, null)).isInstanceOf(StaleRevision.class);
    assertThat(account.settings()).contains(SETTINGS);
  }

  @Test
  void thePasswordIsNotInTheDatabase() {
    account.write(0, SETTINGS);
    String body =
        database.read(
            handle ->
                handle
                    .createQuery("SELECT body FROM setting WHERE kind = 'smtp'")
                    .mapTo(String.class)
                    .one());
    assertThat(body).contains("m.example.com").doesNotContain("s3cret");
  }

  @Test
  void withAnotherKeyThereIsAProblemAndNotTheDeploymentsAccount(@TempDir Path otherKeys) {
    account.write(0, SETTINGS);
    SmtpAccount other =
        account(otherKeys, Map.of("host", "d.example.com", "from", "d@example.com"));
    assertThat(other.settings()).isEmpty();
    assertThat(other.problem().orElseThrow()).contains("cannot be used").doesNotContain("s3cret");
    assertThat(other.read().stored()).isTrue();
  }

  @Test
  void aReplicaWithoutTheNewKeyRecoversWhenItsFileHasIt(@TempDir Path otherKeys)
      throws IOException {
    SmtpAccount other = account(otherKeys, Map.of());
    SecretBox late = new SecretBox(new DataDirectory(otherKeys), Optional.empty());
    account.write(0, SETTINGS);
    clock.move(Duration.ofSeconds(2));
    assertThat(other.settings()).isEmpty();
    Resealing resealing = new Resealing(database, new SettingStore(database, clock), late);
    assertThat(resealing.run((handle, outcome) -> {}).unreadable()).hasSize(1);
    Path file = otherKeys.resolve("encryption.key");

    Files.writeString(
        file, Files.readString(folder.resolve("encryption.key")) + "\n" + Files.readString(file));
    resealing.run((handle, outcome) -> {});
    clock.move(Duration.ofSeconds(2));

    assertThat(other.settings()).contains(SETTINGS);
    assertThat(other.problem()).isEmpty();
  }

  @Test
  void itsPasswordIsFoundWhenTheKeyIsRotated() throws IOException {
    account.write(0, SETTINGS);
    Path file = folder.resolve("encryption.key");
    String former = Files.readString(file);
    String current = Base64.getEncoder().encodeToString(new byte[32]);
    Files.writeString(file, current + "\n" + former);
    SecretBox box = new SecretBox(new DataDirectory(folder), Optional.empty());
    Resealing resealing = new Resealing(database, new SettingStore(database, clock), box);

    assertThat(resealing.run((handle, outcome) -> {}).resealed()).hasSize(1);

    Files.writeString(file, current);
    assertThat(account(folder, Map.of()).settings()).contains(SETTINGS);
  }

  @Test
  void keepsItsAnswerWhileTheDatabaseIsAway() {
    TestDatabase own = TestDatabase.open(dialect, clock);
    SmtpAccount left = account(own.database(), folder, Map.of());
    left.write(0, SETTINGS);
    assertThat(left.settings()).contains(SETTINGS);
    SmtpAccount late = account(own.database(), folder, Map.of("host", "d.example.com"));
    own.close();
    clock.move(Duration.ofMinutes(1));
    assertThat(left.settings()).contains(SETTINGS);
    assertThat(left.revision()).isEqualTo(1);
    assertThat(late.settings()).isEmpty();
    assertThat(late.problem().orElseThrow()).contains("could not be read");
  }
}
