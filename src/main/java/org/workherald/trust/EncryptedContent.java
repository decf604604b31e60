package org.workherald.trust;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.spec.InvalidKeySpecException;
import java.util.List;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** A part of a PKCS#12 that is encrypted with its password (RFC 7292 §4.1, RFC 2315 §13). */
final class EncryptedContent {

  private EncryptedContent() {}

  /**
   * @param encryptedData as RFC 2315 calls it
   */
  static byte[] decrypt(BerValue encryptedData, StorePassword password)
      throws UnreadableCertificates {
    List<BerValue> info = encryptedData.parts(2, 3).get(1).as(BerHead.SEQUENCE).parts(3, 3);
    byte[] algorithm = info.get(1).as(BerHead.SEQUENCE).encoded();
    byte[] octets = BerValue.encoded(BerHead.OCTET_STRING, info.get(2).octets());
    try {
      // An encrypted key looks the same, and Java reads the algorithms of those.
      EncryptedPrivateKeyInfo encrypted =
          new EncryptedPrivateKeyInfo(BerValue.encoded(BerHead.SEQUENCE, join(algorithm, octets)));
      for (char[] attempt : attempts(password)) {
        Optional<byte[]> plain = decrypt(encrypted, attempt);
        if (plain.isPresent()) {
          return plain.get();
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new UnreadableCertificates(
          "is encrypted in a way that Java does not know, or damaged there: make it anew, with"
              + " AES-256 for example",
          e);
    }
    throw KeyStoreFile.wrong(password, null);
  }

  private static byte[] join(byte[] one, byte[] other) {
    byte[] both = new byte[one.length + other.length];
    System.arraycopy(one, 0, both, 0, one.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  /** No password is not quite the same to everybody: Java, too, tries no character and a zero. */
  private static List<char[]> attempts(StorePassword password) {
    return password.isMissing()
        ? List.of(new char[0], new char[1])
        : List.of(password.value().toCharArray());
  }

  /**
   * @return empty if it needs another password
   */
  private static Optional<byte[]> decrypt(EncryptedPrivateKeyInfo encrypted, char[] password)
      throws GeneralSecurityException {
    AlgorithmParameters parameters = encrypted.getAlgParameters();
    if (parameters == null) {
      throw new NoSuchAlgorithmException(encrypted.getAlgName());
    }
    // The name of PBES2 (RFC 8018 §6.2) does not say of what it consists; its parameters do.
    String name = encrypted.getAlgName();
    Cipher cipher = Cipher.getInstance(name.equals("PBES2") ? parameters.toString() : name);
    PBEKeySpec key = new PBEKeySpec(password);
    try {
      cipher.init(
          Cipher.DECRYPT_MODE, SecretKeyFactory.getInstance("PBE").generateSecret(key), parameters);
      byte[] plain = cipher.doFinal(encrypted.getEncryptedData());
      // By chance, padding looks right to one wrong password in 256.
      return BerHead.at(plain)
          .filter(head -> head.is(BerHead.SEQUENCE))
          .filter(head -> head.end() == plain.length && head.missing() == 0)
          .map(head -> plain);
    } catch (BadPaddingException | InvalidKeyException | InvalidKeySpecException e) {
      return Optional.empty();
    } finally {
      key.clearPassword();
    }
  }
}
