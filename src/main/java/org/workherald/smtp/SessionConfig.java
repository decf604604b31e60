package org.workherald.smtp;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import org.workherald.config.AtLeastOne;
import org.workherald.config.PositiveDuration;

/** How connections to the mail server are held; where they lead to is a run-time setting. */
@ConfigMapping(prefix = "workherald.smtp.session")
public interface SessionConfig {

  /**
   * The name said in EHLO: a fully qualified name of this machine. Unset: the address literal of
   * the connection, as RFC 5321 (4.1.3) has it for machines without a name.
   */
  Optional<String> ehloName();

  /** How old a connection gets before it is replaced. */
  @WithDefault("5m")
  @WithConverter(PositiveDuration.class)
  Duration maxAge();

  /** How long an unused connection is kept. */
  @WithDefault("30s")
  @WithConverter(PositiveDuration.class)
  Duration maxIdle();

  /** How many mails a connection carries before it is replaced; many servers have a limit. */
  @WithDefault("100")
  @WithConverter(AtLeastOne.class)
  int maxMails();

  Timeouts timeouts();

  /**
   * The longest each step may take as a whole, however the server spreads its bytes. RFC 5321
   * (4.5.3.2) asks relays for minutes; a submission server answers at once, so all are shorter but
   * the last, where giving up early repeats a mail.
   */
  interface Timeouts {

    /** Name lookup and TCP connection together; also the first answer of a kept connection. */
    @WithDefault("10s")
    @WithConverter(PositiveDuration.class)
    Duration connect();

    @WithDefault("60s")
    @WithConverter(PositiveDuration.class)
    Duration greeting();

    @WithDefault("30s")
    @WithConverter(PositiveDuration.class)
    Duration handshake();

    /** EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, RSET: each. */
    @WithDefault("60s")
    @WithConverter(PositiveDuration.class)
    Duration command();

    /** Each block of a message's content on its way out. */
    @WithDefault("3m")
    @WithConverter(PositiveDuration.class)
    Duration block();

    /** From the final dot to the server's answer. */
    @WithDefault("10m")
    @WithConverter(PositiveDuration.class)
    Duration accept();

    /** The farewell. */
    @WithDefault("2s")
    @WithConverter(PositiveDuration.class)
    Duration quit();
  }
}
