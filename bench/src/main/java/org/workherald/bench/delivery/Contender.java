package org.workherald.bench.delivery;

/** One way to send mail. Made from a {@link Target}; keeps its connections between rounds. */
public interface Contender {

  /**
   * Sends so many mails and returns when the server has accepted every one.
   *
   * @param first the number of the first {@link Letter}
   */
  void send(long first, int count) throws Exception;
}
