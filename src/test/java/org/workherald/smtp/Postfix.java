package org.workherald.smtp;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A private instance of Debian's Postfix, as a submission server: its own configuration, queue and
 * port; TLS and a login required; it delivers everything for example.com to one maildir.
 */
final class Postfix implements AutoCloseable {

  static final String USERNAME = "workherald@localhost";
  static final String PASSWORD = "correct horse";

  /** The one recipient it refuses. */
  static final String UNKNOWN = "nobody@example.com";

  private static final String POSTFIX = "/usr/sbin/postfix";
  private static final String SASLPASSWD = "/usr/sbin/saslpasswd2";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path home;
  private final Path config;
  private final int port;

  /** Starts it below a folder that must not have a long name: Unix sockets are made in there. */
  Postfix(Path home, TestCa.Leaf identity) throws IOException {
    this.home = home;
    this.config = home.resolve("etc");
    this.port = freePort();
    // Postfix gives up root for most of its work and must still get here.
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String folder : List.of("etc/sasl", "queue", "data", "mail")) {
      Files.createDirectories(home.resolve(folder));
    }
    Files.writeString(home.resolve("cert.pem"), identity.pem());
    Files.writeString(home.resolve("key.pem"), key(identity));
    Files.writeString(config.resolve("main.cf"), main());
    Files.writeString(config.resolve("master.cf"), master());
    Files.writeString(config.resolve("sasl/smtpd.conf"), sasl());
    run(PASSWORD, SASLPASSWD, "-p", "-c", "-f", accounts(), "-u", "localhost", "workherald");
    run(null, "chgrp", "postfix", accounts());
    run(null, "chown", "postfix", home.resolve("data").toString());
    run(null, "chown", "nobody", home.resolve("mail").toString());
    run(null, POSTFIX, "-c", config.toString(), "start");
    await().atMost(PATIENCE).until(this::answers);
  }

  /** Why no Postfix can be started here, or {@code null} when one can. */
  static String missing() {
    for (String program : List.of(POSTFIX, SASLPASSWD)) {
      if (!Files.isExecutable(Path.of(program))) {
        return program + " is not installed";
      }
    }
    return System.getProperty("user.name").equals("root") ? null : "Postfix starts as root only";
  }

  int port() {
    return port;
  }

  /** The mails delivered, when there are as many of them, in no particular order. */
  List<String> delivered(int count) {
    return await().atMost(PATIENCE).until(this::delivered, mails -> mails.size() >= count);
  }

  private List<String> delivered() throws IOException {
    Path inbox = home.resolve("mail/inbox/new");
    if (!Files.exists(inbox)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(inbox)) {
      return files.map(Postfix::read).toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What Postfix noted about it all. */
  String log() throws IOException {
    return Files.readString(home.resolve("mail.log"));
  }

  @Override
  public void close() throws IOException {
    run(null, POSTFIX, "-c", config.toString(), "stop");
    // "stop" returns while the last of its processes may still be writing to the queue.
    await().atMost(PATIENCE).until(() -> !Files.isRegularFile(pidFile()) || !alive());
  }

  private Path pidFile() {
    return home.resolve("queue/pid/master.pid");
  }

  private boolean alive() throws IOException {
    return ProcessHandle.of(Long.parseLong(Files.readString(pidFile()).strip()))
        .map(ProcessHandle::isAlive)
        .orElse(false);
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.getInputStream().read() == '2';
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private String accounts() {
    return config.resolve("sasl/accounts").toString();
  }

  private String sasl() {
    return """
        pwcheck_method: auxprop
        auxprop_plugin: sasldb
        mech_list: PLAIN LOGIN
        sasldb_path: %s
        """
        .formatted(accounts());
  }

  private String main() {
    return """
        compatibility_level = 3.6
        queue_directory = {home}/queue
        data_directory = {home}/data
        maillog_file = {home}/mail.log
        maillog_file_prefixes = {home}
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        myhostname = localhost
        mydestination =
        mynetworks =
        alias_maps =
        alias_database =
        local_recipient_maps =
        smtpd_tls_security_level = encrypt
        smtpd_tls_auth_only = yes
        smtpd_tls_cert_file = {home}/cert.pem
        smtpd_tls_key_file = {home}/key.pem
        smtpd_tls_loglevel = 1
        smtpd_sasl_auth_enable = yes
        smtpd_sasl_type = cyrus
        smtpd_sasl_local_domain = localhost
        smtpd_relay_restrictions = permit_sasl_authenticated, reject
        smtpd_recipient_restrictions =
          check_recipient_access inline:{{ {unknown} = 550 5.1.1 No such mailbox }},
          permit_sasl_authenticated, reject
        smtpd_forbid_bare_newline = yes
        smtputf8_enable = yes
        virtual_mailbox_domains = example.com
        virtual_mailbox_base = {home}/mail
        virtual_mailbox_maps = static:inbox/
        virtual_minimum_uid = 1
        virtual_uid_maps = static:65534
        virtual_gid_maps = static:65534
        """
        .replace("{unknown}", UNKNOWN)
        .replace("{home}", home.toString());
  }

  private String master() {
    return """
        127.0.0.1:%d inet n - n - - smtpd
        pickup unix n - n 60 1 pickup
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        tlsmgr unix - - n 1000? 1 tlsmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        error unix - - n - - error
        virtual unix - n n - - virtual
        anvil unix - - n - 1 anvil
        postlog unix-dgram n - n - 1 postlogd
        """
        .formatted(port);
  }

  private static String key(TestCa.Leaf identity) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(identity.key().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  private static void run(String input, String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var stdin = process.getOutputStream()) {
      if (input != null) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
    }
    // Daemons may inherit the stream and keep it open: look at the exit, not for its end.
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroy();
        throw new IOException("%s failed: %s".formatted(List.of(command), text(process)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static String text(Process process) throws IOException {
    var stream = process.getInputStream();
    return new String(stream.readNBytes(stream.available()), StandardCharsets.UTF_8);
  }
}
