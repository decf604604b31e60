package org.workherald.smtp;

import java.net.Inet6Address;
import java.net.InetAddress;

/** What a client calls itself that has no name: its address literal (RFC 5321 §4.1.3). */
final class AddressLiteral {

  private AddressLiteral() {}

  static String of(InetAddress address) {
    String text = address.getHostAddress();
    if (address instanceof Inet6Address) {
      int zone = text.indexOf('%');
      return "[IPv6:" + (zone < 0 ? text : text.substring(0, zone)) + "]";
    }
    return "[" + text + "]";
  }
}
