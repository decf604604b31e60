package org.workherald.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.workherald.access.AuditTrails;
import org.workherald.settings.SettingStore;
import org.workherald.smtp.TestCa;
import org.workherald.store.Database;
import org.workherald.store.Dialect;
import org.workherald.store.MovableClock;
import org.workherald.store.TestDatabase;

/** The sources of trust together, at two replicas on one database. */
@ParameterizedClass
@EnumSource(Dialect.class)
class TrustTest {

  private static final TestCa MOUNTED = TestCa.create("Mounted");
  private static final TestCa STORED = TestCa.create("Stored");

  private final MovableClock clock = new MovableClock();
  private final Database database;
  @TempDir Path folder;
  private MountedStore mounted;
  private StoredCertificates stored;
  private Trust trust;
  private Trust replica;

  TrustTest(Dialect dialect) {
    database = TestDatabase.emptied(dialect).database();
    clock.set(Clock.systemUTC().instant()); // the certificates are made by the real clock
  }

  @BeforeEach
  void twoReplicas() throws IOException {
    Files.writeString(folder.resolve("ca.pem"), MOUNTED.pem());
    var config =
        new MountedStoreTest.TestTrustConfig(
            folder.resolve("ca.pem"), Optional.empty(), Optional.empty());
    SystemRoots none = new SystemRoots(config);
    mounted = new MountedStore(config);
    mounted.poll();
    stored = stored();
    trust = new Trust(none, mounted, stored, clock);
    replica = new Trust(none, mounted, stored(), clock);
  }

  private StoredCertificates stored() {
    return new StoredCertificates(
        database, new SettingStore(database, clock), AuditTrails.of(database, clock), clock);
  }

  private static Anchor anchor(X509Certificate certificate, boolean pinned) {
    return new Anchor(
        certificate, Fingerprint.of(certificate), Anchor.Source.STORED, "ours", pinned);
  }

  private static boolean accepts(Trust trust, TestCa.Leaf leaf) {
    try {
      trust
          .verifier("localhost")
          .checkServerTrusted(leaf.chain().toArray(new X509Certificate[0]), "UNKNOWN");
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }

  @Test
  void mergesWhatIsMountedAndStored() {
    assertThat(accepts(trust, MOUNTED.leaf("localhost"))).isTrue();
    assertThat(accepts(trust, STORED.leaf("localhost"))).isFalse();
    stored.add(List.of(anchor(STORED.certificate(), false)));
    assertThat(accepts(trust, STORED.leaf("localhost"))).isTrue();
    assertThat(accepts(trust, MOUNTED.leaf("localhost"))).isTrue();
  }

  @Test
  void takesAndForgetsStoredCertificatesAtOnceAndAtEveryReplica() {
    long before = trust.revision();
    replica.revision();
    stored.add(List.of(anchor(STORED.certificate(), false)));
    assertThat(trust.revision()).isGreaterThan(before);
    clock.move(Duration.ofSeconds(2));
    assertThat(accepts(replica, STORED.leaf("localhost"))).isTrue();
    assertThat(stored.remove(Fingerprint.of(STORED.certificate()))).isTrue();
    assertThat(accepts(trust, STORED.leaf("localhost"))).isFalse();
    clock.move(Duration.ofSeconds(2));
    assertThat(accepts(replica, STORED.leaf("localhost"))).isFalse();
    assertThat(stored.remove(Fingerprint.of(STORED.certificate()))).isFalse();
  }

  @Test
  void keepsAliasAndPin() {
    TestCa.Leaf leaf = STORED.leaf("localhost");
    Anchor pinned = anchor(leaf.certificate(), true);
    stored.add(List.of(pinned));
    assertThat(stored.anchors()).containsExactly(pinned);
    assertThat(accepts(trust, leaf)).isTrue();
    assertThat(accepts(trust, STORED.leaf("localhost"))).isFalse();
  }

  @Test
  void anAuthorityThatWasPinnedCanBecomeOne() {
    stored.add(List.of(anchor(STORED.certificate(), true)));
    assertThat(accepts(trust, STORED.leaf("localhost"))).isFalse();
    stored.add(List.of(anchor(STORED.certificate(), false)));
    assertThat(accepts(trust, STORED.leaf("localhost"))).isTrue();
    assertThat(stored.anchors()).hasSize(1);
  }

  @Test
  void theRevisionStaysWhileNothingChanges() throws IOException {
    long before = trust.revision();
    mounted.poll();
    clock.move(Duration.ofMinutes(1));
    assertThat(trust.revision()).isEqualTo(before);
    Files.writeString(folder.resolve("ca.pem"), STORED.pem());
    mounted.poll();
    assertThat(trust.revision()).isGreaterThan(before);
    assertThat(accepts(trust, MOUNTED.leaf("localhost"))).isFalse();
  }

  @Test
  void aRowThatCannotBeReadCostsNoOther() {
    stored.add(List.of(anchor(STORED.certificate(), false)));
    database.write(
        handle ->
            handle.execute(
                "INSERT INTO trusted_certificate (fingerprint, pem, pinned, added_at)"
                    + " VALUES ('00', 'broken', 0, 0)"));
    clock.move(Duration.ofSeconds(2));
    assertThatCode(() -> accepts(replica, STORED.leaf("localhost"))).doesNotThrowAnyException();
    assertThat(accepts(replica, STORED.leaf("localhost"))).isTrue();
  }
}
