package org.workherald.bench.delivery;

import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;

/** Jakarta Mail by Angus: one transport a thread, kept open. */
final class JakartaMail implements Contender {
  private final Lanes lanes;
  private final Transport[] transports;

  JakartaMail(Target target) throws Exception {
    lanes = new Lanes(target.connections());
    Properties properties = new Properties();
    properties.put("mail.smtp.starttls.enable", "true");
    properties.put("mail.smtp.starttls.required", "true");
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.ssl.socketFactory", target.tls().getSocketFactory());
    properties.put("mail.smtp.auth", "true");
    Session session = Session.getInstance(properties);
    transports = new Transport[target.connections()];
    for (int i = 0; i < transports.length; i++) {
      transports[i] = session.getTransport("smtp");
      transports[i].connect(target.host(), target.port(), Target.USER, Target.PASSWORD);
    }
  }

  @Override
  public void send(long first, int count) throws Exception {
    lanes.send(
        first,
        count,
        (lane, from, mails) -> {
          for (long number = from; number < from + mails; number++) {
            MimeMessage message = new Letter(number).mime();
            transports[lane].sendMessage(message, message.getAllRecipients());
          }
        });
  }
}
