package ai.altertable.rest.query;

import ai.altertable.foundation.lifecycle.DataSize;

/// What queries may ask for.
///
/// @param workerSlug the name of the worker, which answers carry
/// @param requestBytesMax of the JSON body; less than 2 GiB
/// @param statementBytesMax of the statement's text as UTF-8
/// @param rowBytesMax of a row of the answer as JSON; less than 2 GiB
/// @param columnHeader the form of the line that names the columns
public record QueryConfig(
    String workerSlug,
    DataSize requestBytesMax,
    DataSize statementBytesMax,
    DataSize rowBytesMax,
    ColumnHeaderChoice columnHeader) {
  /// What an array holds, with some room for what surrounds the content.
  static final int ARRAY_BYTES_MAX = Integer.MAX_VALUE - 1024;

  public QueryConfig {
    requireArray("request-bytes-max", requestBytesMax);
    requireArray("row-bytes-max", rowBytesMax);
  }

  public static QueryConfig of(String workerSlug) {
    return new QueryConfig(
        workerSlug,
        DataSize.ofMebibytes(16),
        DataSize.ofMebibytes(10),
        DataSize.ofMebibytes(256),
        ColumnHeaderChoice.AUTO);
  }

  private static void requireArray(String name, DataSize size) {
    if (size.bytes() < 1024 || size.bytes() > ARRAY_BYTES_MAX) {
      throw new IllegalArgumentException(
          name + " must be at least 1 KiB and less than 2 GiB, not " + size);
    }
  }
}
