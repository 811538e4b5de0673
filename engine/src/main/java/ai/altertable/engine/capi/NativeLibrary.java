package ai.altertable.engine.capi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.duckdb.DuckDBDriver;

/// DuckDB's native library, which comes inside DuckDB's Java archive and must be a file of its own
/// to be loaded.
///
/// Any thread. Several processes may unpack into the same directory at once.
public final class NativeLibrary {
  /// What the archive says about the library in it.
  private record Content(String name, URL location, long size, long crc) {
    Path fileIn(Path directory) {
      return directory.resolve("%s-%08x".formatted(name, crc));
    }

    boolean isIn(Path file) throws IOException {
      return Files.isRegularFile(file) && Files.size(file) == size && checksum(file) == crc;
    }
  }

  private NativeLibrary() {}

  /// Unpacks the library for this platform, unless it is there already. Checking the 60 MB that are
  /// there takes some 30 ms, unpacking them half a second.
  ///
  /// @param directory is created when missing
  /// @return the library's path; its name changes with its content
  /// @throws IllegalStateException when there is no library for this platform
  /// @throws UncheckedIOException when the directory cannot be written
  public static Path unpack(Path directory) {
    return unpack(directory, System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  /// The library, if [#unpack] has put it there.
  ///
  /// @throws IllegalStateException when there is no library for this platform
  public static Optional<Path> find(Path directory) throws IOException {
    String name = nameFor(System.getProperty("os.name"), System.getProperty("os.arch"));
    Content content = content(name, source(name));
    Path library = content.fileIn(directory);
    return content.isIn(library) ? Optional.of(library) : Optional.empty();
  }

  static Path unpack(Path directory, String system, String architecture) {
    String name = nameFor(system, architecture);
    URL location = source(name);
    try {
      return unpack(directory, content(name, location));
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "DuckDB's library cannot be unpacked into " + directory + ": " + failure.getMessage(),
          failure);
    }
  }

  private static URL source(String name) {
    URL location = DuckDBDriver.class.getResource("/" + name);
    if (location == null) {
      throw new IllegalStateException(
          "DuckDB's archive on the class path holds no library for this platform (%s)"
              .formatted(name));
    }
    return location;
  }

  private static Path unpack(Path directory, Content content) throws IOException {
    Path library = content.fileIn(directory);
    if (content.isIn(library)) {
      return library;
    }
    Files.createDirectories(directory);
    Path fresh = Files.createTempFile(directory, content.name(), ".new");
    try {
      copy(content, fresh);
      // Whoever has the old file loaded keeps it: a rename replaces the name only.
      Files.move(
          fresh, library, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
    return library;
  }

  private static void copy(Content content, Path target) throws IOException {
    try (InputStream source = content.location().openStream()) {
      Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
    }
    try (FileChannel file = FileChannel.open(target, StandardOpenOption.WRITE)) {
      file.force(true);
    }
    if (!content.isIn(target)) {
      throw new IOException("what was unpacked is not what the archive holds");
    }
  }

  private static Content content(String name, URL location) throws IOException {
    if (location.openConnection() instanceof JarURLConnection archive) {
      archive.setUseCaches(false);
      try (JarFile file = archive.getJarFile()) {
        JarEntry entry = file.getJarEntry(archive.getEntryName());
        return new Content(name, location, entry.getSize(), entry.getCrc());
      }
    }
    throw new IOException("DuckDB's library is expected in a Java archive, not at " + location);
  }

  private static long checksum(Path file) throws IOException {
    CRC32 crc = new CRC32();
    try (InputStream content = new CheckedInputStream(Files.newInputStream(file), crc)) {
      content.transferTo(OutputStream.nullOutputStream());
    }
    return crc.getValue();
  }

  /// The name of a platform's library in DuckDB's archive.
  private static String nameFor(String system, String architecture) {
    String os = system.toLowerCase(Locale.ROOT);
    boolean arm = architecture.equals("aarch64") || architecture.equals("arm64");
    boolean intel = architecture.equals("amd64") || architecture.equals("x86_64");
    if (os.startsWith("linux") && (arm || intel)) {
      return "libduckdb_java.so_linux_" + (arm ? "arm64" : "amd64");
    }
    if (os.startsWith("mac") && (arm || intel)) {
      return "libduckdb_java.so_osx_universal";
    }
    if (os.startsWith("windows") && intel) {
      return "libduckdb_java.so_windows_amd64";
    }
    throw new IllegalStateException(
        ("there is no DuckDB library for %s on %s; there are libraries for Linux and macOS on"
                + " amd64 and arm64, and for Windows on amd64")
            .formatted(system, architecture));
  }
}
