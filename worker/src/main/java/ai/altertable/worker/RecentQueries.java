package ai.altertable.worker;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.history.Abridgement;
import ai.altertable.foundation.history.FinishedStatement.Failure;
import ai.altertable.foundation.identity.Principal;
import ai.altertable.foundation.session.Ending;
import ai.altertable.foundation.session.QueryId;
import ai.altertable.foundation.session.QueryLog;
import ai.altertable.foundation.session.QueryRecord;
import ai.altertable.foundation.session.QueryStart;
import ai.altertable.foundation.session.Session;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.rest.operation.Target;
import ai.altertable.rest.operation.Targets;
import ai.altertable.rest.operation.WorkItem;
import ai.altertable.worker.metric.WorkMetrics;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// The queries of this worker that run, and those that ended lately, bounded by age and by the size
/// of their texts. Safe for use by several threads.
final class RecentQueries implements QueryLog {
  private static final Duration KEPT_FOR = Duration.ofHours(1);
  private static final long KEPT_CHARS_MAX = 32L << 20;
  private static final int RECORD_CHARS = 512;

  private record Key(Principal principal, QueryId id) {}

  private final class Running implements RunningQuery {
    private final QueryStart start;
    private final Session session;
    private final Consumer<Ending> stop;
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong bytesSent = new AtomicLong();
    private final AtomicLong bytesReceived = new AtomicLong();
    private final Instant began = now();
    private final long beganNanos = System.nanoTime();
    private volatile StatementReports.Entry report = StatementReports.Entry.UNTOLD;
    private final CountDownLatch over = new CountDownLatch(1);

    Running(QueryStart start, Session session, Consumer<Ending> stop) {
      this.start = start;
      this.session = session;
      this.stop = stop;
    }

    @Override
    public void delivered(long more, long bytes) {
      rows.addAndGet(more);
      bytesSent.addAndGet(bytes);
      metrics.delivered(more, bytes);
    }

    @Override
    public void received(long bytes) {
      bytesReceived.addAndGet(bytes);
      metrics.received(bytes);
    }

    @Override
    public void succeeded() {
      metrics.finished(start.work(), sinceStart());
      end(Optional.empty());
    }

    @Override
    public void failed(ErrorCode code, String message) {
      metrics.failed(start.work(), code, sinceStart());
      end(Optional.of(StatementReports.failure(code, message)));
    }

    private Duration sinceStart() {
      return Duration.ofNanos(System.nanoTime() - beganNanos);
    }

    /// Under way for those who ask, and for history.
    void begin() {
      report = reports.begin(Abridgement.of(start), began);
    }

    private void end(Optional<Failure> failure) {
      Instant end = later(began, now());
      ended.put(keyOf(start), asEnded(Abridgement.of(start), began, end, failure));
      running.remove(keyOf(start), this);
      over.countDown();
      report.ended(end, rows.get(), bytesSent.get(), bytesReceived.get(), failure);
    }

    boolean awaitEnd(Duration patience) {
      try {
        return over.await(patience.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    WorkItem item() {
      return new WorkItem(start, began, session.activity(), rows.get(), session.progress());
    }

    QueryRecord record() {
      return new QueryRecord(start, began, Optional.empty(), Optional.empty(), session.progress());
    }
  }

  private final Clock clock;
  private final WorkMetrics metrics;
  private final StatementReports reports;
  private final ConcurrentHashMap<Key, Running> running = new ConcurrentHashMap<>();
  private final Cache<Key, QueryRecord> ended =
      Caffeine.newBuilder()
          .maximumWeight(KEPT_CHARS_MAX)
          .weigher((Key key, QueryRecord ended) -> ended.start().text().length() + RECORD_CHARS)
          .expireAfterWrite(KEPT_FOR)
          .build();

  RecentQueries(Clock clock, WorkMetrics metrics, StatementReports reports) {
    this.clock = clock;
    this.metrics = metrics;
    this.reports = reports;
  }

  /// Takes over what history may not know yet of statements that have ended in an earlier worker.
  void recall() {
    reports.unsent(one ->
        ended.put(
            keyOf(one.start()), asEnded(one.start(), one.began(), one.ended(), one.failure())));
  }

  private static Key keyOf(QueryStart start) {
    return new Key(start.principal(), start.id());
  }

  private static QueryRecord asEnded(
      QueryStart start, Instant began, Instant end, Optional<Failure> failure) {
    return new QueryRecord(
        start, began, Optional.of(end), failure.map(Failure::message), Optional.empty());
  }

  /// To the microsecond, as history keeps it: both answer the same.
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  @Override
  public RunningQuery start(QueryStart start, Session session, Consumer<Ending> stop) {
    Running entry = new Running(start, session, stop);
    if (running.putIfAbsent(keyOf(start), entry) != null) {
      // History is not told: the id names the one that runs.
      metrics.refused(start.work(), ErrorCode.QUERY_ID_IN_USE);
      throw new PlatformException(
          ErrorCode.QUERY_ID_IN_USE,
          ("a query of yours runs under the id %s; wait for it or cancel it, or give this one another"
                  + " 'query_id'")
              .formatted(start.id()));
    }
    entry.begin();
    return entry;
  }

  @Override
  public void refused(QueryStart start, ErrorCode code, String message) {
    metrics.refused(start.work(), code);
    QueryStart abridged = Abridgement.of(start);
    Instant now = now();
    Optional<Failure> failure = Optional.of(StatementReports.failure(code, message));
    ended.put(keyOf(start), asEnded(abridged, now, now, failure));
    reports.begin(abridged, now).ended(now, 0, 0, 0, failure);
  }

  @Override
  public Optional<QueryRecord> find(Principal principal, QueryId id) {
    Key key = new Key(principal, id);
    Running active = running.get(key);
    return active != null
        ? Optional.of(active.record())
        : Optional.ofNullable(ended.getIfPresent(key));
  }

  /// All that are under way, the oldest first.
  List<WorkItem> underWay() {
    return running.values().stream()
        .map(Running::item)
        .sorted(Comparator.comparing(WorkItem::since))
        .toList();
  }

  /// Asks one to stop, and waits for its end.
  ///
  /// @return whether it has ended within the patience
  /// @throws ai.altertable.foundation.error.PlatformException when it is not clear which
  boolean end(Target target, Ending why, Duration patience) {
    List<Running> found =
        running.values().stream()
            .filter(one -> one.start.id().toString().equals(target.id()))
            .toList();
    Running meant =
        Targets.one(
            target, found, one -> one.start.principal().name(), ErrorCode.QUERY_NOT_FOUND, "query");
    meant.stop.accept(why);
    return meant.awaitEnd(patience);
  }

  @Override
  public Cancellation cancel(Principal principal, QueryId id, Optional<SessionId> session) {
    Key key = new Key(principal, id);
    Running active = running.get(key);
    Optional<QueryStart> start =
        active != null
            ? Optional.of(active.start)
            : Optional.ofNullable(ended.getIfPresent(key)).map(QueryRecord::start);
    if (start.isEmpty()) {
      return Cancellation.UNKNOWN_QUERY;
    }
    if (session.isPresent() && !session.get().equals(start.get().session())) {
      return Cancellation.OTHER_SESSION;
    }
    if (active != null) {
      active.stop.accept(Ending.CLIENT);
    }
    return Cancellation.ACCEPTED;
  }
}
