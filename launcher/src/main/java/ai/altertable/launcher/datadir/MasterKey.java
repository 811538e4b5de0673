package ai.altertable.launcher.datadir;

import ai.altertable.foundation.lifecycle.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/// The one secret of a data directory from which the others are derived. Whoever has it and the
/// rest of the directory has everything.
public final class MasterKey {
  private static final String FILE = "master.key";
  private static final int LENGTH = 32;

  private final byte[] key;

  MasterKey(byte[] key) {
    this.key = key.clone();
  }

  static Path in(Path keys) {
    return keys.resolve(FILE);
  }

  /// What is wrong with the key file, if anything.
  static Optional<String> problemIn(Path keys) throws IOException {
    if (!Files.isRegularFile(in(keys))) {
      return Optional.of("keys/" + FILE + " is missing");
    }
    if (Files.size(in(keys)) != LENGTH) {
      return Optional.of("keys/" + FILE + " does not have " + LENGTH + " bytes");
    }
    return Optional.empty();
  }

  static MasterKey openOrCreate(Path keys, SecureRandom random) throws IOException {
    Path file = in(keys);
    if (!Files.exists(file)) {
      byte[] fresh = new byte[LENGTH];
      random.nextBytes(fresh);
      DurableFiles.replace(file, fresh);
    }
    DurableFiles.closeToOthers(file);
    return new MasterKey(Files.readAllBytes(file));
  }

  /// A secret for one purpose: always the same for the same label, and of no use for finding out
  /// the key or another label's secret (HKDF-SHA256, RFC 5869, without salt, the label as info).
  ///
  /// @return 32 bytes as 43 characters of unpadded URL-safe Base64
  public Secret derive(String label) {
    try {
      byte[] derived =
          KDF.getInstance("HKDF-SHA256")
              .deriveData(
                  HKDFParameterSpec.ofExtract()
                      .addIKM(key)
                      .thenExpand(label.getBytes(StandardCharsets.UTF_8), LENGTH));
      return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(derived));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Java has no HKDF-SHA256", impossible);
    }
  }
}
