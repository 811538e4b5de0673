package ai.altertable.rest;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Principal;
import ai.altertable.foundation.session.Ending;
import ai.altertable.foundation.session.QueryId;
import ai.altertable.foundation.session.QueryLog;
import ai.altertable.foundation.session.QueryRecord;
import ai.altertable.foundation.session.QueryStart;
import ai.altertable.foundation.session.Session;
import ai.altertable.foundation.session.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Remembers all queries; those that ended also in the order of their ends.
final class FakeLog implements QueryLog {
  static final Instant BEGAN = Instant.parse("2026-03-01T10:00:00.123456789Z");
  static final Instant ENDED = BEGAN.plusMillis(1500);

  final Map<QueryId, QueryRecord> records = new ConcurrentHashMap<>();
  final BlockingQueue<QueryRecord> ends = new LinkedBlockingQueue<>();

  final AtomicLong deliveredRows = new AtomicLong();
  final AtomicLong receivedBytes = new AtomicLong();
  final List<ErrorCode> refused = new CopyOnWriteArrayList<>();

  /// Whether the end of a query cannot be written down.
  volatile boolean broken;

  private final Map<QueryId, Consumer<Ending>> running = new ConcurrentHashMap<>();

  @Override
  public RunningQuery start(QueryStart start, Session session, Consumer<Ending> stop) {
    if (running.putIfAbsent(start.id(), stop) != null) {
      throw new PlatformException(ErrorCode.QUERY_ID_IN_USE, "a query runs under this id");
    }
    records.put(
        start.id(),
        new QueryRecord(start, BEGAN, Optional.empty(), Optional.empty(), Optional.empty()));
    return new RunningQuery() {
      @Override
      public void succeeded() {
        end(Optional.empty());
      }

      @Override
      public void delivered(long rows, long bytes) {
        deliveredRows.addAndGet(rows);
      }

      @Override
      public void received(long bytes) {
        receivedBytes.addAndGet(bytes);
      }

      @Override
      public void failed(ErrorCode code, String message) {
        end(Optional.of(message));
      }

      private void end(Optional<String> error) {
        if (broken) {
          throw new IllegalStateException("the log is broken");
        }
        QueryRecord record =
            new QueryRecord(start, BEGAN, Optional.of(ENDED), error, Optional.empty());
        if (running.remove(start.id()) == null) {
          throw new IllegalStateException("a query has only one end");
        }
        records.put(start.id(), record);
        ends.add(record);
      }
    };
  }

  @Override
  public void refused(QueryStart start, ErrorCode code, String message) {
    refused.add(code);
  }

  @Override
  public Optional<QueryRecord> find(Principal principal, QueryId id) {
    return Optional.ofNullable(records.get(id))
        .filter(record -> record.start().principal().equals(principal));
  }

  @Override
  public Cancellation cancel(Principal principal, QueryId id, Optional<SessionId> session) {
    Optional<QueryRecord> record = find(principal, id);
    if (record.isEmpty()) {
      return Cancellation.UNKNOWN_QUERY;
    }
    if (session.isPresent() && !session.get().equals(record.get().start().session())) {
      return Cancellation.OTHER_SESSION;
    }
    Optional.ofNullable(running.get(id)).ifPresent(stop -> stop.accept(Ending.CLIENT));
    return Cancellation.ACCEPTED;
  }
}
