package org.workherald.bench.delivery;

import org.simplejavamail.api.mailer.Mailer;
import org.simplejavamail.api.mailer.config.TransportStrategy;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.mailer.MailerBuilder;

/** Simple Java Mail with its batch module: a pool of open connections, one thread for each. */
final class SimpleJavaMail implements Contender {
  private final Lanes lanes;
  private final Mailer mailer;

  SimpleJavaMail(Target target) throws Exception {
    lanes = new Lanes(target.connections());
    mailer =
        MailerBuilder.withSMTPServer(target.host(), target.port(), Target.USER, Target.PASSWORD)
            .withTransportStrategy(TransportStrategy.SMTP_TLS)
            .verifyingServerIdentity(true)
            .withCustomSSLFactoryInstance(target.tls().getSocketFactory())
            .withConnectionPoolCoreSize(target.connections())
            .withConnectionPoolMaxSize(target.connections())
            .buildMailer();
  }

  @Override
  public void send(long first, int count) throws Exception {
    lanes.send(
        first,
        count,
        (lane, from, mails) -> {
          for (long number = from; number < from + mails; number++) {
            Letter letter = new Letter(number);
            mailer.sendMail(
                EmailBuilder.startingBlank()
                    .from(Letter.SENDER)
                    .to(letter.recipient())
                    .withSubject(letter.subject())
                    .withPlainText(letter.text())
                    .withHTMLText(letter.html())
                    .buildEmail(),
                false);
          }
        });
  }
}
