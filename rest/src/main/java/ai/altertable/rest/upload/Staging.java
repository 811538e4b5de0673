package ai.altertable.rest.upload;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.lifecycle.DataSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalLong;
import java.util.UUID;

/// The directory in which uploads become files. Takes in as much as the disk holds besides its
/// reserve, with memory for one piece at a time. Safe for use by several threads.
public final class Staging {
  private static final String SUFFIX = ".upload";
  private static final int PIECE_BYTES = 256 << 10;

  /// How often the free space is looked at.
  private static final long CHECK_BYTES = 8 << 20;

  private final Path directory;
  private final DataSize reserve;

  private Staging(Path directory, DataSize reserve) {
    this.directory = directory;
    this.reserve = reserve;
  }

  /// Makes the directory when it is missing, and deletes uploads that were left there.
  ///
  /// @throws UncheckedIOException when the directory cannot be used
  public static Staging open(StagingConfig config) {
    try {
      make(config.directory());
      try (DirectoryStream<Path> left =
          Files.newDirectoryStream(config.directory(), "*" + SUFFIX)) {
        for (Path upload : left) {
          Files.deleteIfExists(upload);
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("uploads cannot be staged in " + config.directory(), failure);
    }
    return new Staging(config.directory(), config.reserve());
  }

  /// Uploads are nobody else's business.
  private static void make(Path directory) throws IOException {
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(directory);
    }
  }

  /// Writes all of `body` to a new file.
  ///
  /// @param length of the body, where the client told
  /// @throws PlatformException DISK_FULL, and INTERNAL when the disk fails
  /// @throws IOException when the client cannot be read from; nothing is left behind then either
  StagedFile take(InputStream body, OptionalLong length) throws IOException {
    requireSpace(length.orElse(0));
    StagedFile file = new StagedFile(directory.resolve(UUID.randomUUID() + SUFFIX));
    boolean whole = false;
    try {
      copy(body, file);
      whole = true;
      return file;
    } finally {
      if (!whole) {
        file.close();
      }
    }
  }

  private void copy(InputStream body, StagedFile file) throws IOException {
    byte[] piece = new byte[PIECE_BYTES];
    long unchecked = 0;
    try (StagedFile.Writer writer = file.write()) {
      for (int count = body.read(piece); count >= 0; count = body.read(piece)) {
        unchecked += count;
        if (unchecked >= CHECK_BYTES) {
          requireSpace(0);
          unchecked = 0;
        }
        writer.write(piece, count);
      }
    }
  }

  private void requireSpace(long bytes) {
    long free = free();
    if (free - bytes < reserve.bytes()) {
      throw new PlatformException(
          ErrorCode.DISK_FULL,
          "the worker has no room for this upload: "
              + (free >> 20)
              + " MiB are free, and "
              + reserve
              + " must stay so; try again later, or upload smaller files");
    }
  }

  private long free() {
    try {
      return Files.getFileStore(directory).getUsableSpace();
    } catch (IOException failure) {
      throw new PlatformException(
          ErrorCode.INTERNAL, "the free space of " + directory + " is unknown", failure);
    }
  }
}
