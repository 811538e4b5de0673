package ai.altertable.rest.upload;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An uploaded file. Closing it deletes it.
final class StagedFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StagedFile.class);
  private static final int HEAD_BYTES = 64;

  private final Path path;
  private byte[] head = new byte[0];
  private long size;

  StagedFile(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /// The first bytes, 64 at the most.
  byte[] head() {
    return head.clone();
  }

  long size() {
    return size;
  }

  Writer write() {
    try {
      return new Writer(
          Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    } catch (IOException failure) {
      throw failed(failure);
    }
  }

  /// Fills the file. What the disk says is told apart from what the client does: it comes as
  /// [PlatformException].
  final class Writer implements AutoCloseable {
    private final OutputStream out;

    private Writer(OutputStream out) {
      this.out = out;
    }

    void write(byte[] piece, int count) {
      try {
        out.write(piece, 0, count);
      } catch (IOException failure) {
        throw failed(failure);
      }
      if (head.length < HEAD_BYTES) {
        int old = head.length;
        head = Arrays.copyOf(head, Math.min(HEAD_BYTES, old + count));
        System.arraycopy(piece, 0, head, old, head.length - old);
      }
      size += count;
    }

    @Override
    public void close() {
      try {
        out.close();
      } catch (IOException failure) {
        throw failed(failure);
      }
    }
  }

  private static PlatformException failed(IOException failure) {
    boolean full = String.valueOf(failure.getMessage()).contains("No space left");
    return full
        ? new PlatformException(
            ErrorCode.DISK_FULL, "the worker's disk is full; try again later", failure)
        : new PlatformException(
            ErrorCode.INTERNAL, "an upload could not be staged: " + failure.getMessage(), failure);
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException failure) {
      // The next start deletes it.
      LOG.error("the uploaded file {} could not be deleted", path, failure);
    }
  }
}
