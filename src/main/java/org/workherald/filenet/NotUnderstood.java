package org.workherald.filenet;

/** Why a file cannot be made a template of; a sentence that its owner understands. */
class NotUnderstood extends Exception {

  NotUnderstood(String message) {
    super(message);
  }
}
