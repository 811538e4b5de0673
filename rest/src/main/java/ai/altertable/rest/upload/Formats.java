package ai.altertable.rest.upload;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.FileFormat;
import java.util.Locale;
import java.util.Optional;

/// Finds out what an uploaded file is written in: by its Content-Type where that says something
/// definite, then by the parameter `format`, then by its first bytes.
final class Formats {
  private Formats() {}

  /// What the client says, empty when only the file can tell.
  ///
  /// @throws PlatformException INVALID_PARAMETER for a `format` that is none
  static Optional<FileFormat> declared(Optional<String> contentType, Optional<String> format) {
    Optional<FileFormat> parameter = format.map(Formats::byName);
    return contentType.flatMap(Formats::byContentType).or(() -> parameter);
  }

  private static FileFormat byName(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "csv" -> FileFormat.CSV;
      case "json", "jsonl", "ndjson" -> FileFormat.JSON;
      case "parquet" -> FileFormat.PARQUET;
      default ->
          throw new PlatformException(
              ErrorCode.INVALID_PARAMETER,
              "'" + name + "' is no format of files; write csv, json, jsonl or parquet");
    };
  }

  private static Optional<FileFormat> byContentType(String contentType) {
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return switch (type.strip().toLowerCase(Locale.ROOT)) {
      case "text/csv", "application/csv" -> Optional.of(FileFormat.CSV);
      case "application/json",
          "text/json",
          "application/x-ndjson",
          "application/ndjson",
          "application/jsonl",
          "application/jsonlines",
          "application/x-jsonlines" ->
          Optional.of(FileFormat.JSON);
      case "application/parquet", "application/x-parquet", "application/vnd.apache.parquet" ->
          Optional.of(FileFormat.PARQUET);
      case String other when other.endsWith("+json") -> Optional.of(FileFormat.JSON);
      default -> Optional.empty();
    };
  }

  /// @param head the first bytes of the file
  static FileFormat byContent(byte[] head) {
    if (startsWith(head, 0, 'P', 'A', 'R', '1')) {
      return FileFormat.PARQUET;
    }
    int at = startsWith(head, 0, 0xEF, 0xBB, 0xBF) ? 3 : 0;
    while (at < head.length && (head[at] == ' ' || (head[at] >= '\t' && head[at] <= '\r'))) {
      at++;
    }
    boolean json = startsWith(head, at, '{') || startsWith(head, at, '[');
    return json ? FileFormat.JSON : FileFormat.CSV;
  }

  private static boolean startsWith(byte[] head, int at, int... bytes) {
    if (head.length - at < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if (head[at + i] != (byte) bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
