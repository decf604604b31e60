package org.workherald.smtp;

/** The dialogue cannot go on: at which step, and why. */
final class SmtpException extends Exception {

  private final Step step;
  private final transient SmtpFailure failure;

  SmtpException(Step step, SmtpFailure failure, Throwable cause) {
    super(failure.cause().word(), cause);
    this.step = step;
    this.failure = failure;
  }

  SmtpException(Step step, SmtpFailure failure) {
    this(step, failure, null);
  }

  Step step() {
    return step;
  }

  SmtpFailure failure() {
    return failure;
  }
}
