package org.workherald.smtp;

import java.util.Optional;

/** The right to have one connection to the mail server open. */
interface Slot {

  /** That of a service which is the only one: nobody else counts, and nobody takes it. */
  Slot OWN =
      new Slot() {
        @Override
        public boolean stands() {
          return true;
        }

        @Override
        public boolean asked() {
          return false;
        }

        @Override
        public void free() {
          // Nobody waits for it.
        }
      };

  /** Whether it still is ours. When it is not, nothing more may be sent over its connection. */
  boolean stands();

  /** Whether another replica asks for it: it is to be given back after the mails under way. */
  boolean asked();

  /** Gives it back; the connection is closed by then. */
  void free();

  /** Where slots come from. */
  @FunctionalInterface
  interface Source {

    /**
     * A slot, if there is one left now.
     *
     * @param connections how many there are in all
     */
    Optional<Slot> take(int connections);
  }
}
