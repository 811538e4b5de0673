package ai.altertable.launcher.datadir;

import ai.altertable.launcher.StartupFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// Where Unix domain sockets lie: a directory that only its owner can enter.
///
/// A socket's path must fit into 108 bytes on Linux and 104 on macOS, with the ending zero
/// (`sockaddr_un`), so a data directory that lies deep has its sockets under the directory for
/// temporary files, in one named by a hash of the data directory's path.
public record SocketDirectory(Path path) {
  public static final int NAME_CHARS_MAX = 28;

  private static final int PATH_BYTES_MAX = 103;

  /// The path of a socket.
  ///
  /// @param name at most [#NAME_CHARS_MAX] ASCII characters, without a slash
  public Path socket(String name) {
    if (name.length() > NAME_CHARS_MAX || !name.matches("[\\x21-\\x2E\\x30-\\x7E]+")) {
      throw new IllegalArgumentException("not a name for a socket: '" + name + "'");
    }
    return path.resolve(name);
  }

  /// The path of a socket in a directory of its own below this one, which is made: whoever is to
  /// make it needs no right to the others.
  ///
  /// @param owner with the name at most [#NAME_CHARS_MAX] - 1 ASCII characters, without a slash
  public Path ownSocket(String owner, String name) {
    Path own = path.resolve(owner);
    Path socket = new SocketDirectory(own).socket(name);
    if (owner.length() + 1 + name.length() > NAME_CHARS_MAX) {
      throw new IllegalArgumentException("too long for a socket: " + owner + "/" + name);
    }
    try {
      DurableFiles.createOwnerDirectory(own);
    } catch (IOException failure) {
      throw new UncheckedIOException("the directory for sockets " + own, failure);
    }
    return socket;
  }

  /// The one of a data directory, which need not be there.
  ///
  /// @param dataDirectory its real path
  public static SocketDirectory of(Path dataDirectory) {
    return of(dataDirectory, Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
  }

  private static SocketDirectory of(Path dataDirectory, Path temporary) {
    Path own = dataDirectory.resolve(Layout.RUN);
    if (fits(own)) {
      return new SocketDirectory(own);
    }
    String name = "altertable-" + hash(dataDirectory);
    return new SocketDirectory(
        List.of(temporary.resolve(name), Path.of("/tmp", name)).stream()
            .filter(SocketDirectory::fits)
            .findFirst()
            .orElse(own));
  }

  /// Makes the directory, and empties it of what an earlier server has left.
  static SocketDirectory open(Path dataDirectory, Path temporary) throws IOException {
    SocketDirectory directory = of(dataDirectory, temporary);
    Path path = directory.path();
    if (!path.equals(dataDirectory.resolve(Layout.RUN))) {
      requireOurs(path);
    }
    DurableFiles.createOwnerDirectory(path);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(path)) {
      for (Path entry : left) {
        if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          Files.deleteIfExists(entry);
        }
      }
    }
    return directory;
  }

  private static boolean fits(Path directory) {
    int length = directory.toString().getBytes(StandardCharsets.UTF_8).length;
    return length + 1 + NAME_CHARS_MAX <= PATH_BYTES_MAX;
  }

  /// Others can make directories beside ours: one of theirs must not catch our sockets.
  private static void requireOurs(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path probe = Files.createTempFile("altertable", ".owner");
    try {
      boolean ours =
          Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
              && Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(probe));
      if (!ours) {
        throw new StartupFailure(
            "The directory for sockets, " + path + ", belongs to somebody else.",
            "Remove it, or choose a data directory with a shorter path by --data-dir.");
      }
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  private static String hash(Path path) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(path.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Java has no SHA-256", impossible);
    }
  }
}
