package ai.altertable.foundation.session;

import java.util.List;
import java.util.Optional;

/// One client's conversation with the catalogs that it may see.
///
/// Confined to one thread at a time, except [#cancel], [#abandon] and [#progress]. One statement
/// runs at a time: while rows of a statement are still open, another execution fails with
/// SESSION_BUSY and the open rows stay whole.
public interface Session extends AutoCloseable {
  SessionId id();

  /// Whether this request has opened it, so that it is just as the request asks: no earlier one has
  /// left anything in it.
  boolean isNew();

  /// Cuts a text into its statements, without empty ones. An unfinished string, identifier or
  /// comment ends with the text.
  ///
  /// @throws ai.altertable.foundation.error.PlatformException STATEMENT_TOO_LARGE
  List<Statement> split(String sql);

  /// Parses and binds one statement, without executing it.
  ///
  /// @throws ai.altertable.foundation.error.PlatformException whatever is wrong with the statement;
  ///   a syntax error has its position
  PreparedQuery prepare(Statement statement);

  /// Loads a file into a table, in one transaction: all of it is there afterwards, or nothing.
  ///
  /// @return the number of rows loaded
  /// @throws ai.altertable.foundation.error.PlatformException MALFORMED_FILE and whatever an INSERT
  ///   may say; SESSION_BUSY inside an open transaction
  long load(FileLoad load);

  TransactionStatus transactionStatus();

  /// Where unqualified names resolve at the moment.
  String currentCatalog();

  String currentSchema();

  /// Asks what runs to stop, be it waiting, computing or delivering rows. Callable from any thread;
  /// no effect when idle. What was stopped fails with QUERY_CANCELLED.
  void cancel();

  /// For a client that is gone, or that gave its query up: stops what runs, and whatever this
  /// object is asked afterwards, except to close, fails with QUERY_CANCELLED. Callable from any
  /// thread. What the session keeps under its id is not touched.
  default void abandon() {
    abandon(Ending.CLIENT);
  }

  /// The same for somebody else's sake, which the client is told; with SHUTTING_DOWN where it is
  /// the server's.
  void abandon(Ending why);

  /// What it does at the moment. Callable from any thread.
  Activity activity();

  /// How far the running statement is, as the engine estimates. Callable from any thread.
  Optional<QueryProgress> progress();

  /// Ends the conversation; an open transaction is rolled back, unless the session is kept by its
  /// id. What runs is cancelled. Idempotent.
  @Override
  void close();
}
