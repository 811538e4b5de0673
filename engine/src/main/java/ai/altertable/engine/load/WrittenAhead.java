package ai.altertable.engine.load;

import static ai.altertable.engine.lexer.SqlText.literal;

import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.Driver;
import ai.altertable.engine.disk.FileTree;
import ai.altertable.engine.lakehouse.NewFiles;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.FileLoad;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/// Rows that were brought to Parquet files in a table's directory before their transaction, so that
/// it only has to name them. Nobody sees them until then; closing removes them.
final class WrittenAhead implements AutoCloseable {
  /// DuckLake's own target.
  private static final String FILE_BYTES = "512MB";

  /// Types that a file can be given to DuckLake with; with others it may take them for something
  /// else.
  private static final Pattern HELD =
      Pattern.compile(
          "(?:BOOLEAN|U?(?:TINYINT|SMALLINT|INTEGER|BIGINT)|FLOAT|DOUBLE|DECIMAL\\(\\d+,\\d+\\)"
              + "|VARCHAR|BLOB|UUID|DATE|TIMESTAMP|TIMESTAMP WITH TIME ZONE)(?:\\[\\])*");

  private final Path directory;
  private final Set<Path> files;
  private final Map<String, String> columns;
  private final long rows;
  private boolean kept;

  private WrittenAhead(Path directory, Set<Path> files, Map<String, String> columns, long rows) {
    this.directory = directory;
    this.files = Set.copyOf(files);
    this.columns = columns;
    this.rows = rows;
  }

  static boolean canHold(Collection<String> types) {
    return types.stream().allMatch(type -> HELD.matcher(type).matches());
  }

  /// @param driver of the writing
  /// @param query that gives the rows
  /// @param columns of the query, types by names
  /// @param database the directory of all tables
  /// @param table the directory of the table's files
  static WrittenAhead write(
      Connection connection,
      Driver driver,
      String query,
      Map<String, String> columns,
      Path database,
      Path table) {
    Path directory = table.resolve(NewFiles.LOAD_DIRECTORY + UUID.randomUUID());
    boolean whole = false;
    try {
      Files.createDirectories(directory);
      long rows =
          connection.change(
              "COPY (%s) TO %s (FORMAT parquet, FILE_SIZE_BYTES '%s', FILENAME_PATTERN 'ducklake-{uuid}')"
                  .formatted(query, literal(directory.toString()), FILE_BYTES),
              driver);
      Set<Path> files = FileTree.files(directory);
      sync(files, directory, database);
      whole = true;
      return new WrittenAhead(directory, files, columns, rows);
    } catch (IOException | UncheckedIOException failure) {
      throw new PlatformException(
          ErrorCode.DISK_FULL,
          "the object store could not bring the new files to its disk; nothing was loaded",
          failure);
    } finally {
      if (!whole) {
        FileTree.delete(directory);
      }
    }
  }

  /// Brings the files to the disk, with every directory on the way to them.
  private static void sync(Set<Path> files, Path directory, Path database) throws IOException {
    for (Path file : files) {
      NewFiles.force(file, StandardOpenOption.WRITE);
    }
    for (Path at = directory; at != null && at.startsWith(database); at = at.getParent()) {
      NewFiles.force(at, StandardOpenOption.READ);
    }
  }

  /// Whether the files are as the table is now.
  boolean fits(Map<String, String> table) {
    return table.equals(columns);
  }

  /// Names the files in the table, in the connection's transaction.
  ///
  /// @return how many rows they have
  /// @throws PlatformException SERIALIZATION_FAILURE when not all files are there any more
  long register(Connection connection, FileLoad load) {
    if (!FileTree.files(directory).equals(files)) {
      throw new PlatformException(
          ErrorCode.SERIALIZATION_FAILURE,
          "files of this load were deleted as orphans by somebody else before it committed; nothing was"
              + " loaded, try again");
    }
    if (rows > 0) {
      connection.execute(
          "CALL ducklake_add_data_files(%s, %s, %s, schema => %s)"
              .formatted(
                  literal(load.catalog()),
                  literal(load.table()),
                  literal(directory + "/*.parquet"),
                  literal(load.schema())));
    }
    return rows;
  }

  void keep() {
    kept = rows > 0;
  }

  @Override
  public void close() {
    if (!kept) {
      FileTree.delete(directory);
    }
  }
}
