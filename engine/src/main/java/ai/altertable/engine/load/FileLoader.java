package ai.altertable.engine.load;

import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.Driver;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.FileFormat;
import ai.altertable.foundation.session.FileLoad;
import ai.altertable.foundation.session.LoadMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Loads a file into a table, in two steps: [#prepare] needs no lease, and brings the rows of a
/// large file to Parquet; [#run] is for a transaction that its caller has begun with the lease, and
/// may be repeated when that came to nothing. On an engine thread.
public final class FileLoader implements AutoCloseable {
  /// Files from this size on do not hold the lease while they are read.
  private static final long LARGE_BYTES = 32L << 20;

  private final Connection connection;
  private final Driver driver;
  private final FileLoad load;
  private final SourceFile source;
  private final TargetTable table;
  private final Columns columns;
  private @Nullable WrittenAhead ahead;

  /// @param driver of what takes long
  public FileLoader(Connection connection, Driver driver, ManagedDatabase database, FileLoad load) {
    this.connection = connection;
    this.driver = driver;
    this.load = load;
    this.source = new SourceFile(load.file(), load.format());
    this.table = new TargetTable(connection, database, load);
    this.columns = new Columns(connection, source);
  }

  /// What cannot be read at all fails here, before anybody waits for a lease.
  ///
  /// @param check throws when the load was told to stop
  public void prepare(Runnable check) {
    if (load.format() == FileFormat.JSON) {
      JsonNesting.require(load.file(), check);
    }
    Map<String, String> found = columns.ofFile();
    if (load.format() == FileFormat.CSV && found.size() == 1) {
      RaggedCsv.strictReader(load.file()).ifPresent(this::refuseRagged);
    }
    if (isLarge()) {
      writeAhead();
    }
  }

  private void refuseRagged(String strictReader) {
    connection.query("SELECT count(*) FROM " + strictReader);
    throw new PlatformException(
        ErrorCode.MALFORMED_FILE,
        "the columns of the CSV file cannot be told apart; give every row the same number of fields,"
            + " separated by commas, semicolons, tabs or |");
  }

  private boolean isLarge() {
    try {
      return Files.size(load.file()) >= LARGE_BYTES;
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read the uploaded file", failure);
    }
  }

  /// Leaves to [#run] what it cannot do as well, or what will fail there.
  private void writeAhead() {
    Map<String, String> present = table.columns();
    boolean made = load.mode() == LoadMode.OVERWRITE || present.isEmpty();
    boolean fails =
        present.isEmpty() ? load.mode() == LoadMode.APPEND : load.mode() == LoadMode.CREATE;
    if (fails || (!made && (table.isPartitioned() || !table.isUnconstrained()))) {
      return;
    }
    Map<String, String> target = made ? columns.forNewTable() : present;
    if (!WrittenAhead.canHold(target.values())) {
      return;
    }
    table
        .directory(made)
        .flatMap(directory ->
            columns
                .select(target, source.relation(columns.pinned(target)))
                .map(rows ->
                    WrittenAhead.write(connection, driver, rows, target, table.root(), directory)))
        .ifPresent(written -> ahead = written);
  }

  /// @return rows loaded
  public long run() {
    connection.execute("CREATE SCHEMA IF NOT EXISTS " + table.qualifiedSchema());
    switch (load.mode()) {
      case CREATE -> makeTable("CREATE TABLE");
      case OVERWRITE -> {
        connection.execute("DROP TABLE IF EXISTS " + table.qualifiedName());
        makeTable("CREATE TABLE");
      }
      case CREATE_APPEND -> makeTable("CREATE TABLE IF NOT EXISTS");
      case APPEND -> {}
    }
    WrittenAhead written = ahead;
    return written != null && fits(written) ? written.register(connection, load) : append();
  }

  /// Whether the table still is as it was when the files were written.
  private boolean fits(WrittenAhead written) {
    return written.fits(table.columns()) && table.isUnconstrained() && !table.isPartitioned();
  }

  /// Makes the table from the file's columns, without rows.
  private void makeTable(String verb) {
    connection.execute("%s %s AS %s".formatted(verb, table.qualifiedName(), columns.withoutRows()));
  }

  private long append() {
    return connection.change(
        "INSERT INTO %s BY NAME FROM %s"
            .formatted(table.qualifiedName(), source.relation(columns.pinned(table.columns()))),
        driver);
  }

  /// The transaction has taken effect, or nobody knows: a snapshot may name what was written.
  public void keepFiles() {
    WrittenAhead written = ahead;
    if (written != null) {
      written.keep();
    }
  }

  /// Removes what was written and is not named by anybody.
  @Override
  public void close() {
    WrittenAhead written = ahead;
    if (written != null) {
      written.close();
    }
  }
}
