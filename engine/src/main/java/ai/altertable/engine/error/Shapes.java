package ai.altertable.engine.error;

/// Shapes of messages, as regular expressions, that several kinds of errors have.
final class Shapes {
  /// A database behind us went away, or was not there.
  static final String LOST_CONNECTION =
      "Unable to connect to Postgres|server closed the connection|terminating connection"
          + "|connection to server .* failed|could not receive data from server"
          + "|no connection to the server|SSL connection has been closed"
          + "|Connection (?:refused|reset|timed out)|the database system is (?:starting|shutting)"
          + "|could not (?:connect|send data) to server";

  /// A file is not what it is read as.
  static final String MALFORMED_FILE =
      "^CSV Error on Line|^Error when sniffing file|CSV parsing dialect|^Malformed JSON in file"
          + "|No magic bytes found|[Ff]ooter length error|TProtocolException|Decompression failure"
          + "|don't know what type|^Out of buffer|invalid TType|Variable-length int over"
          + "|string encoding found in Parquet|Could not read enough bytes from file"
          + "|unexpected EOF|not a valid DuckDB database file|[Cc]orrupt(?:ed)? |gzip stream"
          + "|GZIP|[Ff]ailed to decode|not utf-8 encoded|Failed to read file|in JSON file"
          + "|JSON transform error in file|Invalid Input Error: .*Parquet"
          + "|is not a (?:valid )?Parquet|too small to be a Parquet file|Maximum line size of";

  /// A file, or what a pattern should have found, is not there.
  static final String NO_SUCH_FILE =
      "No files found that match|No such file or directory|404|needs at least one file to read";

  /// A database behind us is there, but gives nobody a connection at the moment.
  static final String NO_CONNECTION_LEFT =
      "too many connections for (?:role|database)|remaining connection slots|too many clients"
          + "|Connection pool timeout";

  private Shapes() {}
}
