package org.workherald.smtp;

import java.security.cert.X509Certificate;

/**
 * A certificate as a server shows it, and what should come of it.
 *
 * @param host that the mail server is configured by
 * @param trusted by us, and nobody else
 * @param cause {@code null} when it is to be accepted
 * @param words that the explanation has in it
 */
record ShownRow(
    String name,
    TestCa.Leaf leaf,
    String host,
    X509Certificate[] trusted,
    Cause cause,
    String words) {

  static final String HOST = "mail.example.com";

  static ShownRow refused(String name, TestCa.Leaf leaf, Cause cause, String words) {
    return new ShownRow(
        name, leaf, HOST, new X509Certificate[] {Rig.CA.certificate()}, cause, words);
  }

  static ShownRow taken(String name, TestCa.Leaf leaf) {
    return refused(name, leaf, null, null);
  }

  ShownRow by(TestCa... authorities) {
    X509Certificate[] others = new X509Certificate[authorities.length];
    for (int i = 0; i < others.length; i++) {
      others[i] = authorities[i].certificate();
    }
    return new ShownRow(name, leaf, host, others, cause, words);
  }

  ShownRow at(String otherHost) {
    return new ShownRow(name, leaf, otherHost, trusted, cause, words);
  }

  @Override
  public String toString() {
    return name;
  }
}
