package ai.altertable.http.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// The file of a Unix domain socket, which outlives a process that dies.
public final class UnixSocketFile {
  private UnixSocketFile() {}

  /// Removes the file when nobody listens on it any more. Fails when somebody does, or when it is
  /// something other than a socket.
  public static void clear(UnixDomainSocketAddress address) {
    Path path = address.getPath();
    if (!Files.exists(path)) {
      return;
    }
    requireSocket(path);
    try (SocketChannel _ = SocketChannel.open(address)) {
      throw new IllegalStateException(
          "another process listens on " + path + "; stop it or choose another path");
    } catch (ConnectException abandoned) {
      remove(path);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot look at the socket " + path, failure);
    }
  }

  /// To the file system a socket is neither file, directory nor link.
  private static void requireSocket(Path path) {
    try {
      if (!Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
        throw new IllegalStateException(path + " is in the way and is not a socket");
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot look at " + path, failure);
    }
  }

  /// Removes the file, if it is still there.
  public static void remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot remove the socket file " + path, failure);
    }
  }
}
