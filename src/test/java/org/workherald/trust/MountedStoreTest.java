package org.workherald.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.bc.BcPKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS12SafeBagBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workherald.smtp.TestCa;

class MountedStoreTest {

  private static final TestCa ONE = TestCa.create("One");
  private static final TestCa TWO = TestCa.create("Two");
  private static final TestCa THREE = TestCa.create("Three");

  @TempDir Path folder;
  private Path file;
  private Path passwordFile;
  private String password;

  @BeforeEach
  void path() {
    file = folder.resolve("ca.pem");
  }

  private MountedStore store(Path path) {
    MountedStore store =
        new MountedStore(
            new TestTrustConfig(
                path, Optional.ofNullable(password), Optional.ofNullable(passwordFile)));
    store.poll();
    return store;
  }

  record TestTrustConfig(
      Path path, Optional<String> storePassword, Optional<Path> storePasswordFile)
      implements TrustConfig {
    @Override
    public boolean systemRoots() {
      return false;
    }

    @Override
    public Optional<Path> store() {
      return Optional.of(path);
    }

    @Override
    public Duration storePollInterval() {
      return Duration.ofSeconds(15);
    }
  }

  private static void assertTrusts(MountedStore store, TestCa... authorities) {
    assertThat(store.anchors())
        .extracting(Anchor::certificate)
        .containsExactlyInAnyOrder(
            List.of(authorities).stream().map(TestCa::certificate).toArray(X509Certificate[]::new));
  }

  @Test
  void readsPemWithManyCertificatesCommentsAndAnyLineEnds() throws IOException {
    String text =
        "# ours\nsubject=CN = One\n" + ONE.pem() + "\nand another\n" + TWO.pem() + "the end";
    Files.writeString(file, text.replace("\n", "\r\n"));
    MountedStore store = store(file);
    assertThat(store.problem()).isEmpty();
    assertTrusts(store, ONE, TWO);
    assertThat(store.anchors()).allMatch(anchor -> anchor.alias().equals("ca.pem"));
  }

  @Test
  void readsDer() throws Exception {
    Files.write(file, ONE.certificate().getEncoded());
    assertTrusts(store(file), ONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PKCS12", "JKS"})
  void readsKeyStores(String type) throws Exception {
    keyStore(type, file, "s3cret", ONE, TWO);
    password = "s3cret";
    MountedStore store = store(file);
    assertThat(store.problem()).isEmpty();
    assertTrusts(store, ONE, TWO);
    assertThat(store.anchors()).extracting(Anchor::alias).contains("ca-0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PKCS12", "JKS"})
  void saysThatThePasswordIsWrongOrMissing(String type) throws Exception {
    keyStore(type, file, "s3cret", ONE);
    assertThat(store(file).problem().orElseThrow())
        .contains("workherald.trust.store-password, and none is given")
        .doesNotContain("s3cret");
    password = "another";
    assertThat(store(file).problem().orElseThrow())
        .contains("is not the one it was made with")
        .doesNotContain("another\"");
  }

  @Test
  void readsThePasswordAnewWithTheStore() throws Exception {
    keyStore("PKCS12", file, "first", ONE);
    passwordFile = folder.resolve("password");
    Files.writeString(passwordFile, "first\n");
    MountedStore store = store(file);
    assertTrusts(store, ONE);
    keyStore("PKCS12", file, "second", TWO);
    store.poll();
    assertThat(store.problem()).isPresent();
    assertTrusts(store, ONE);
    Files.writeString(passwordFile, "second");
    store.poll();
    assertThat(store.problem()).isEmpty();
    assertTrusts(store, TWO);
  }

  @Test
  void readsAPkcs12ThatJavaReadsAsEmpty() throws Exception {
    PKCS12PfxPdu pfx =
        new PKCS12PfxPduBuilder()
            .addData(new JcaPKCS12SafeBagBuilder(ONE.certificate()).build())
            .build(new BcPKCS12MacCalculatorBuilder(), "s3cret".toCharArray());
    Files.write(file, pfx.getEncoded());
    password = "s3cret";
    MountedStore store = store(file);
    assertThat(store.problem()).isEmpty();
    assertTrusts(store, ONE);
    assertThat(store.anchors()).extracting(Anchor::alias).containsExactly("ca.pem");
  }

  @Test
  void aPkcs12WithoutCertificatesIsAnError() throws Exception {
    keyStore("PKCS12", file, "s3cret");
    password = "s3cret";
    MountedStore store = store(file);
    assertThat(store.problem().orElseThrow()).contains("ca.pem: holds 0 certificates");
    assertThat(store.anchors()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nothing of use",
        "-----BEGIN CERTIFICATE-----\nMIIB",
        "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        "-----END CERTIFICATE-----",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----",
      })
  void keepsTheLastGoodStateWhileTheFileIsBroken(String broken) throws IOException {
    Files.writeString(file, ONE.pem());
    MountedStore store = store(file);
    List<Anchor> good = store.anchors();
    // Sound certificates before the broken part must not get in either.
    Files.writeString(file, broken.isBlank() ? broken : TWO.pem() + broken);
    if (broken.equals("nothing of use")) {
      Files.writeString(file, broken);
    }
    store.poll();
    assertThat(store.problem().orElseThrow()).contains("ca.pem");
    assertThat(store.anchors()).isSameAs(good);
    store.poll();
    assertThat(store.problem()).isPresent();
    Files.writeString(file, TWO.pem());
    store.poll();
    assertThat(store.problem()).isEmpty();
    assertTrusts(store, TWO);
  }

  @Test
  void aMissingFileIsNoReasonToForget() throws IOException {
    MountedStore store = store(file);
    assertThat(store.problem().orElseThrow()).contains("there is no file");
    Files.writeString(file, ONE.pem());
    store.poll();
    assertThat(store.problem()).isEmpty();
    Files.delete(file);
    store.poll();
    assertThat(store.problem()).isPresent();
    assertTrusts(store, ONE);
    Files.writeString(file, ONE.pem());
    store.poll();
    assertThat(store.problem()).isEmpty();
  }

  @Test
  void answersWithTheSameListWhileNothingChanged() throws IOException {
    Files.writeString(file, ONE.pem());
    MountedStore store = store(file);
    List<Anchor> first = store.anchors();
    Files.writeString(file, ONE.pem());
    store.poll();
    assertThat(store.anchors()).isSameAs(first);
  }

  @Test
  void goesByContentNotByTime() throws IOException {
    Files.writeString(file, ONE.pem());
    var time = Files.getLastModifiedTime(file);
    MountedStore store = store(file);
    Files.writeString(file, TWO.pem());
    Files.setLastModifiedTime(file, time);
    store.poll();
    assertTrusts(store, TWO);
  }

  @Test
  void readsAllFilesOfAFolderOrNone() throws Exception {
    Files.writeString(folder.resolve("one.pem"), ONE.pem() + TWO.pem());
    Files.write(folder.resolve("two.CRT"), TWO.certificate().getEncoded());
    keyStore("JKS", folder.resolve("three.jks"), "s3cret", THREE);
    Files.writeString(folder.resolve("tls.key"), "no certificate");
    Files.writeString(folder.resolve("README"), "no certificate");
    password = "s3cret";
    MountedStore store = store(folder);
    assertThat(store.problem()).isEmpty();
    assertTrusts(store, ONE, TWO, THREE);
    Files.writeString(folder.resolve("zebra.pem"), "broken");
    Files.delete(folder.resolve("one.pem"));
    store.poll();
    assertThat(store.problem().orElseThrow()).contains("zebra.pem");
    assertTrusts(store, ONE, TWO, THREE);
  }

  @Test
  void anEmptyFolderIsAnError() {
    assertThat(store(folder).problem().orElseThrow()).contains("holds no file that ends in");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void followsKubernetesSwaps(boolean wholeFolder) throws IOException {
    mount("..2026_01", ONE);
    Files.createSymbolicLink(folder.resolve("ca.pem"), Path.of("..data", "ca.pem"));
    MountedStore store = store(wholeFolder ? folder : file);
    assertThat(store.problem()).isEmpty();
    assertTrusts(store, ONE);
    mount("..2026_02", TWO);
    store.poll();
    assertTrusts(store, TWO);
  }

  private void mount(String set, TestCa authority) throws IOException {
    Files.createDirectory(folder.resolve(set));
    Files.writeString(folder.resolve(set).resolve("ca.pem"), authority.pem());
    Path link = folder.resolve("..data_tmp");
    Files.createSymbolicLink(link, Path.of(set));
    Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void keyStore(String type, Path file, String password, TestCa... authorities)
      throws Exception {
    KeyStore store = KeyStore.getInstance(type);
    store.load(null, null);
    for (int i = 0; i < authorities.length; i++) {
      store.setCertificateEntry("ca-" + i, authorities[i].certificate());
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password.toCharArray());
    }
  }
}
