package ai.altertable.http.tls;

import java.nio.file.Path;
import java.util.List;

/// Where a certificate with its chain, and its private key, are kept.
public sealed interface TlsFiles {
  /// @param certificate PEM: the server's own certificate first, then those of its issuers
  /// @param key PEM: PKCS#8, or as OpenSSL writes RSA and EC keys by themselves; not encrypted
  record Pem(Path certificate, Path key) implements TlsFiles {}

  /// @param keystore PKCS#12, with one private key
  /// @param passwordFile whose first line is the password of the keystore and of its key
  record Keystore(Path keystore, Path passwordFile) implements TlsFiles {}

  default List<Path> paths() {
    return switch (this) {
      case Pem(Path certificate, Path key) -> List.of(certificate, key);
      case Keystore(Path keystore, Path passwordFile) -> List.of(keystore, passwordFile);
    };
  }
}
