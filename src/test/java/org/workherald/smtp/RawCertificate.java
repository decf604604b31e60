package org.workherald.smtp;

import java.math.BigInteger;
import java.security.Principal;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Set;

/**
 * A certificate that a server can show though the JDK could not read it: its bytes, and the key
 * that stands in it.
 */
final class RawCertificate extends X509Certificate {

  private static final long serialVersionUID = 1;

  private final byte[] der;
  private final PublicKey key;

  RawCertificate(byte[] der, PublicKey key) {
    this.der = der.clone();
    this.key = key;
  }

  @Override
  public byte[] getEncoded() {
    return der.clone();
  }

  @Override
  public PublicKey getPublicKey() {
    return key;
  }

  @Override
  public String toString() {
    return "%d bytes that may be a certificate".formatted(der.length);
  }

  private static UnsupportedOperationException unread() {
    return new UnsupportedOperationException("it is shown, and never read here");
  }

  @Override
  public void checkValidity() {
    throw unread();
  }

  @Override
  public void checkValidity(Date date) {
    throw unread();
  }

  @Override
  public int getVersion() {
    throw unread();
  }

  @Override
  public BigInteger getSerialNumber() {
    throw unread();
  }

  @Override
  @SuppressWarnings("deprecation")
  public Principal getIssuerDN() {
    throw unread();
  }

  @Override
  @SuppressWarnings("deprecation")
  public Principal getSubjectDN() {
    throw unread();
  }

  @Override
  public Date getNotBefore() {
    throw unread();
  }

  @Override
  public Date getNotAfter() {
    throw unread();
  }

  @Override
  public byte[] getTBSCertificate() {
    throw unread();
  }

  @Override
  public byte[] getSignature() {
    throw unread();
  }

  @Override
  public String getSigAlgName() {
    throw unread();
  }

  @Override
  public String getSigAlgOID() {
    throw unread();
  }

  @Override
  public byte[] getSigAlgParams() {
    throw unread();
  }

  @Override
  public boolean[] getIssuerUniqueID() {
    throw unread();
  }

  @Override
  public boolean[] getSubjectUniqueID() {
    throw unread();
  }

  @Override
  public boolean[] getKeyUsage() {
    throw unread();
  }

  @Override
  public int getBasicConstraints() {
    throw unread();
  }

  @Override
  public void verify(PublicKey signer) {
    throw unread();
  }

  @Override
  public void verify(PublicKey signer, String provider) {
    throw unread();
  }

  @Override
  public Set<String> getCriticalExtensionOIDs() {
    throw unread();
  }

  @Override
  public Set<String> getNonCriticalExtensionOIDs() {
    throw unread();
  }

  @Override
  public byte[] getExtensionValue(String oid) {
    throw unread();
  }

  @Override
  public boolean hasUnsupportedCriticalExtension() {
    throw unread();
  }
}
