package ai.altertable.launcher.postgres;

import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.process.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// PostgreSQL's programs as they come on the class path: a compressed tar file for each kind of
/// machine, `bin lib share` inside.
record PostgresArchive(String resource) {
  private static final int OWNER_EXECUTES = 0100;

  static PostgresArchive of(Machine machine) {
    String system =
        switch (machine.system()) {
          case LINUX -> "linux";
          case MACOS -> "darwin";
        };
    String architecture =
        switch (machine.architecture()) {
          case X86_64 -> "x86_64";
          case ARM_64 -> "arm_64";
        };
    return new PostgresArchive("/postgres-" + system + "-" + architecture + ".txz");
  }

  /// Names the content: the first twelve hexadecimal digits of its SHA-256.
  ///
  /// @throws StartupFailure when this distribution has no programs for the machine
  String fingerprint() throws IOException {
    if (PostgresArchive.class.getResource(resource) == null) {
      throw new StartupFailure(
          "This distribution brings no PostgreSQL for this machine (" + resource + ").",
          "Use Linux or macOS on x86-64 or ARM64, and the program built on it.");
    }
    try (InputStream source = open();
        DigestInputStream digesting =
            new DigestInputStream(source, MessageDigest.getInstance("SHA-256"))) {
      digesting.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digesting.getMessageDigest().digest(), 0, 6);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Java has no SHA-256", impossible);
    }
  }

  private InputStream open() {
    return Objects.requireNonNull(PostgresArchive.class.getResourceAsStream(resource), resource);
  }

  /// Unpacks into an existing directory, whose absolute path has no symbolic links.
  void unpack(Path directory) throws IOException {
    try (InputStream source = open();
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(source))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(entry, tar, directory);
      }
    }
  }

  private static void unpack(TarArchiveEntry entry, InputStream content, Path directory)
      throws IOException {
    Path target = directory.resolve(entry.getName()).normalize();
    if (!target.startsWith(directory)) {
      throw new IOException("the archive has an entry outside of itself: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(Objects.requireNonNull(target.getParent()));
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, target);
    boolean program = (entry.getMode() & OWNER_EXECUTES) != 0;
    Files.setPosixFilePermissions(
        target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
  }
}
