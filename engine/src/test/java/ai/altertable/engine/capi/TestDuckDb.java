package ai.altertable.engine.capi;

import java.nio.file.Path;
import java.util.Map;

/// DuckDB for tests, unpacked once.
public final class TestDuckDb {
  public static final Path DIRECTORY = Path.of("target", "native");

  private static final DuckDb LOADED = DuckDb.load(NativeLibrary.unpack(DIRECTORY));

  private TestDuckDb() {}

  public static DuckDb loaded() {
    return LOADED;
  }

  /// A fresh database in memory, with two threads.
  public static Database open() {
    return LOADED.open(":memory:", Map.of("threads", "2"));
  }

  /// As when a statement on the connection has failed inside DuckDB.
  public static void failInside(Connection connection) {
    var _ = connection.noteFailed(DuckDbFailure.of("INTERNAL Error: as a test says"));
  }

  /// A connection whose times are in UTC.
  public static Connection connect(Database database) {
    Connection connection = database.connect();
    connection.execute("SET TimeZone = 'UTC'");
    return connection;
  }
}
