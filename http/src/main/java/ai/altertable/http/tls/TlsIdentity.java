package ai.altertable.http.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/// A certificate with its chain, and the private key that belongs to it.
///
/// @param chain the server's own certificate first
/// @param fingerprint stands for the content of the files
record TlsIdentity(List<X509Certificate> chain, PrivateKey key, String fingerprint) {

  /// @throws TlsProblem that says what is wrong with which file
  static TlsIdentity read(TlsFiles files) {
    String fingerprint = fingerprint(files);
    TlsIdentity identity =
        switch (files) {
          case TlsFiles.Pem(Path certificate, Path key) ->
              new TlsIdentity(
                  Pem.parse(certificate.toString(), text(certificate)).certificates(),
                  Pem.parse(key.toString(), text(key)).privateKey(),
                  fingerprint);
          case TlsFiles.Keystore keystore -> ofKeystore(keystore, fingerprint);
        };
    identity.requireOneAnother(files);
    return identity;
  }

  /// Changes when a file does.
  static String fingerprint(TlsFiles files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      files.paths().forEach(path -> digest.update(bytes(path)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static TlsIdentity ofKeystore(TlsFiles.Keystore files, String fingerprint) {
    char[] password = text(files.passwordFile()).lines().findFirst().orElse("").toCharArray();
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(bytes(files.keystore())), password);
      for (String alias : Collections.list(store.aliases())) {
        if (store.getKey(alias, password) instanceof PrivateKey key) {
          return new TlsIdentity(chain(store.getCertificateChain(alias)), key, fingerprint);
        }
      }
      throw new TlsProblem(files.keystore() + " holds no private key");
    } catch (GeneralSecurityException | IOException unreadable) {
      throw new TlsProblem(
          files.keystore()
              + " cannot be opened with the password in "
              + files.passwordFile()
              + ": the password is wrong, or it is no PKCS#12 keystore",
          unreadable);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private static List<X509Certificate> chain(Certificate[] chain) {
    return Arrays.stream(chain).map(X509Certificate.class::cast).toList();
  }

  private void requireOneAnother(TlsFiles files) {
    if (!belongTogether()) {
      throw new TlsProblem(
          "the private key and the first certificate in "
              + files.paths().getFirst()
              + " do not belong together; the server's own certificate has to come first, before"
              + " those of its issuers");
    }
  }

  private boolean belongTogether() {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    try {
      byte[] probe = "a probe".getBytes(StandardCharsets.US_ASCII);
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(probe);
      byte[] signed = signature.sign();
      signature.initVerify(chain.getFirst().getPublicKey());
      signature.update(probe);
      return signature.verify(signed);
    } catch (GeneralSecurityException different) {
      return false;
    }
  }

  Instant expires() {
    return chain.getFirst().getNotAfter().toInstant();
  }

  String subject() {
    return chain.getFirst().getSubjectX500Principal().getName();
  }

  private static String text(Path file) {
    return new String(bytes(file), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException missing) {
      throw new TlsProblem("there is no file " + file, missing);
    } catch (AccessDeniedException denied) {
      throw new TlsProblem("the server's user may not read " + file, denied);
    } catch (IOException unreadable) {
      throw new TlsProblem(file + " cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }
}
