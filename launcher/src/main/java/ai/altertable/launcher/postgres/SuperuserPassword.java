package ai.altertable.launcher.postgres;

import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.datadir.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/// The file that holds the superuser's password. Written before the cluster is made, and kept for
/// as long as the cluster lives.
record SuperuserPassword(Path file) {
  private static final int RANDOM_BYTES = 32;

  static SuperuserPassword in(Path keys) {
    return new SuperuserPassword(keys.resolve("postgres-superuser"));
  }

  /// The password of a cluster that exists.
  Secret read(Cluster cluster) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new StartupFailure(
          "The password of the PostgreSQL cluster "
              + cluster.directory()
              + " is missing: "
              + file
              + ".",
          "Restore that file from the backup that the cluster belongs to.");
    }
    return new Secret(Files.readString(file).strip());
  }

  /// The password for a cluster that is to be made: the one that an interrupted first start has
  /// left, or a new one.
  Secret readOrCreate(SecureRandom random) throws IOException {
    if (!Files.isRegularFile(file)) {
      byte[] bytes = new byte[RANDOM_BYTES];
      random.nextBytes(bytes);
      String password = HexFormat.of().formatHex(bytes) + "\n";
      DurableFiles.replace(file, password.getBytes(StandardCharsets.UTF_8));
    }
    return new Secret(Files.readString(file).strip());
  }
}
