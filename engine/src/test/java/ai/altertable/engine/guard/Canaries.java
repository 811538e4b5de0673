package ai.altertable.engine.guard;

import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.Database;
import ai.altertable.engine.capi.TestDuckDb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Files that nobody may read, write or tell of, and a port that nobody may reach: all of it sings
/// when somebody does.
final class Canaries implements AutoCloseable {
  /// Never in an answer, nor in an error.
  static final String MARKER = "canary-8c1f6b";

  private final List<Path> directories = new ArrayList<>();
  private final SortedMap<String, Long> before = new TreeMap<>();
  private final ServerSocket server;
  private final AtomicInteger reached = new AtomicInteger();

  Canaries() {
    try {
      server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Thread.ofVirtual().start(this::listen);
  }

  private void listen() {
    try {
      while (true) {
        try (Socket _ = server.accept()) {
          reached.incrementAndGet();
        }
      }
    } catch (IOException closed) {
      // The end of the test.
    }
  }

  int port() {
    return server.getLocalPort();
  }

  /// Puts files of all kinds into a directory.
  ///
  /// @return the directory as SQL writes it, with a slash
  String into(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.deleteIfExists(directory.resolve("secret.db"));
    Files.writeString(directory.resolve("secret.csv"), "a,b\n1," + MARKER + "\n");
    Files.writeString(directory.resolve("secret.json"), "{\"a\": \"" + MARKER + "\"}\n");
    Files.writeString(directory.resolve("secret.txt"), MARKER);
    Files.writeString(directory.resolve("schema.sql"), "CREATE TABLE x AS SELECT '" + MARKER + "'");
    Files.writeString(directory.resolve("load.sql"), "SELECT error('" + MARKER + "')");
    try (Database database = TestDuckDb.open();
        Connection connection = TestDuckDb.connect(database)) {
      connection.execute(
          "COPY (SELECT '%1$s' AS a) TO '%2$s/secret.parquet'; ATTACH '%2$s/secret.db' AS s; CREATE TABLE s.t AS SELECT '%1$s' AS a; DETACH s"
              .formatted(MARKER, directory));
    }
    directories.add(directory);
    return directory + "/";
  }

  /// Remembers what is there.
  void watch() {
    before.putAll(present());
  }

  /// What has changed since; empty when nothing has.
  List<String> changes() {
    List<String> changes = new ArrayList<>();
    SortedMap<String, Long> now = present();
    now.forEach((file, size) -> {
      if (!size.equals(before.get(file))) {
        changes.add(file + " " + size);
      }
    });
    before.keySet().stream().filter(file -> !now.containsKey(file)).forEach(changes::add);
    return changes;
  }

  private SortedMap<String, Long> present() {
    SortedMap<String, Long> files = new TreeMap<>();
    for (Path directory : directories) {
      try (Stream<Path> found = Files.list(directory)) {
        for (Path file : found.filter(Files::isRegularFile).toList()) {
          files.put(file.toString(), Files.size(file));
        }
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
    return files;
  }

  int reached() {
    return reached.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
