package ai.altertable.rest.upload;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Principal;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.foundation.session.StagingArea;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalLong;
import java.util.UUID;

/// The directories in which uploads become files, one for each principal. Takes in as much as the
/// disk holds besides its reserve, with memory for one piece at a time. Safe for use by several
/// threads.
public final class Staging {
  private static final String SUFFIX = ".upload";
  private static final int PIECE_BYTES = 256 << 10;

  /// How often the free space is looked at.
  private static final long CHECK_BYTES = 8 << 20;

  private final StagingArea area;
  private final DataSize reserve;

  private Staging(StagingArea area, DataSize reserve) {
    this.area = area;
    this.reserve = reserve;
  }

  /// Makes the directory when it is missing, and deletes uploads that were left there.
  ///
  /// @throws UncheckedIOException when the directory cannot be used
  public static Staging open(StagingConfig config) {
    try {
      make(config.directory());
      clear(config.directory());
    } catch (IOException failure) {
      throw new UncheckedIOException("uploads cannot be staged in " + config.directory(), failure);
    }
    return new Staging(new StagingArea(config.directory()), config.reserve());
  }

  private static void clear(Path directory) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory)) {
      for (Path path : left) {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          clear(path);
        } else if (path.getFileName().toString().endsWith(SUFFIX)) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  /// Uploads are nobody else's business.
  private static void make(Path directory) throws IOException {
    Files.createDirectories(directory, permissions(directory));
  }

  private static FileAttribute<?>[] permissions(Path directory) {
    return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  /// Writes all of `body` to a new file.
  ///
  /// @param principal whose file it is
  /// @param length of the body, where the client told
  /// @throws PlatformException DISK_FULL, and INTERNAL when the disk fails
  /// @throws IOException when the client cannot be read from; nothing is left behind then either
  StagedFile take(Principal principal, InputStream body, OptionalLong length) throws IOException {
    requireSpace(length.orElse(0));
    StagedFile file = new StagedFile(directory(principal).resolve(UUID.randomUUID() + SUFFIX));
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

  private Path directory(Principal principal) {
    Path directory = area.of(principal);
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectory(directory, permissions(directory));
      }
    } catch (FileAlreadyExistsException madeMeanwhile) {
      return directory;
    } catch (IOException failure) {
      throw new PlatformException(
          ErrorCode.INTERNAL, "uploads cannot be staged in " + directory, failure);
    }
    return directory;
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
      return Files.getFileStore(area.root()).getUsableSpace();
    } catch (IOException failure) {
      throw new PlatformException(
          ErrorCode.INTERNAL, "the free space of " + area.root() + " is unknown", failure);
    }
  }
}
