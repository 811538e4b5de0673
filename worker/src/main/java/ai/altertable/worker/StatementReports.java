package ai.altertable.worker;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.history.Abridgement;
import ai.altertable.foundation.history.FinishedStatement;
import ai.altertable.foundation.history.FinishedStatement.Failure;
import ai.altertable.foundation.history.FinishedStatementCodec;
import ai.altertable.foundation.identity.ClientInterface;
import ai.altertable.foundation.session.QueryStart;
import ai.altertable.worker.outbox.DiskOutbox;
import ai.altertable.worker.outbox.Mark;
import ai.altertable.worker.outbox.OutboxSize;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells history of this worker's statements: each is noted when it begins and reported when it has
/// ended. Those that an earlier worker here did not see the end of are reported as failed. Safe for
/// use by several threads.
///
/// What the platform itself asks is not told: it is nobody's statement.
final class StatementReports {
  private static final Logger LOG = LoggerFactory.getLogger(StatementReports.class);

  /// The same code that the gateway answers the client.
  private static final Failure LOST =
      new Failure(
          ErrorCode.WORKER_UNAVAILABLE.name(),
          "the worker ended while this ran; whether it has changed anything is not known");

  /// Of one statement.
  interface Entry {
    Entry UNTOLD = (_, _, _, _, _) -> {};

    /// @param failure abridged
    void ended(
        Instant ended, long rows, long bytesSent, long bytesReceived, Optional<Failure> failure);
  }

  private final DiskOutbox outbox;

  /// An id is unique with these and a count.
  private final long processBits = new SecureRandom().nextLong();

  private final AtomicLong count = new AtomicLong();

  StatementReports(DiskOutbox outbox) {
    this.outbox = outbox;
  }

  /// @param directory of this worker alone
  static DiskOutbox openOutbox(InstantSource clock, Path directory) {
    return DiskOutbox.open(clock, directory, OutboxSize.DEFAULT, StatementReports::lost);
  }

  static String lost(String begun, Instant lastSign) {
    return FinishedStatementCodec.ended(begun, lastSign, 0, 0, 0, Optional.of(LOST));
  }

  /// @param start abridged
  Entry begin(QueryStart start, Instant began) {
    if (start.clientInterface() == ClientInterface.PLATFORM) {
      return Entry.UNTOLD;
    }
    String begun = FinishedStatementCodec.begun(start, began);
    Mark mark = outbox.begin(new UUID(processBits, count.incrementAndGet()), begun);
    return (ended, rows, sent, received, failure) ->
        outbox.end(mark, FinishedStatementCodec.ended(begun, ended, rows, sent, received, failure));
  }

  /// Shows what history may not know yet, the oldest first.
  void unsent(Consumer<FinishedStatement> reader) {
    outbox.unsent(report -> {
      try {
        reader.accept(FinishedStatementCodec.decode(report));
      } catch (IllegalArgumentException malformed) {
        LOG.warn("the report {} of an earlier worker is malformed: {}", report.id(), malformed);
      }
    });
  }

  /// Abridged.
  static Failure failure(ErrorCode code, String message) {
    return Abridgement.of(new Failure(code.name(), message));
  }
}
