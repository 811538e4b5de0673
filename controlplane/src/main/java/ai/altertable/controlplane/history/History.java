package ai.altertable.controlplane.history;

import ai.altertable.controlplane.database.Care;
import ai.altertable.controlplane.database.Transactions;
import ai.altertable.foundation.error.ErrorKind;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.fleet.Report;
import ai.altertable.foundation.history.FinishedStatementCodec;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.session.QueryId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every statement that has ended, each once however often it is told. Safe for use by several
/// threads, which it blocks, and by several control planes on one database.
public final class History implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(History.class);
  private static final RowMapper<HistoryEntry> ENTRY = (row, _) -> HistoryRows.read(row);
  private static final Duration CARE_EVERY = Duration.ofHours(1);

  /// Days for which there are partitions before they begin.
  private static final int DAYS_AHEAD = 2;

  /// How far a worker's clock may be ahead. One that is off by more cannot be connected: its
  /// certificate would not count.
  private static final Duration AHEAD_MAX = Duration.ofDays(1);

  private static final int BATCH_ENTRIES_MAX = 1000;
  private static final int BATCH_CHARS_MAX = 8 << 20;
  private static final int PAGE_MAX = 1000;

  private final InstantSource clock;
  private final Transactions transactions;
  private final HistoryConfig config;
  private final Partitions partitions;
  private final Care care;

  private History(InstantSource clock, Transactions transactions, HistoryConfig config) {
    this.clock = clock;
    this.transactions = transactions;
    this.config = config;
    this.partitions = new Partitions(transactions);
    this.care = Care.start("history", CARE_EVERY, this::maintain);
  }

  /// Makes the partitions of the next days, and keeps at it.
  public static History start(
      InstantSource clock, Transactions transactions, HistoryConfig config) {
    History history = new History(clock, transactions, config);
    try {
      history.maintain();
      return history;
    } catch (RuntimeException failure) {
      history.close();
      throw failure;
    }
  }

  /// Makes partitions ahead, and drops those that are too old.
  void maintain() {
    LocalDate today = day(clock.instant());
    partitions.ensure(today.datesUntil(today.plusDays(DAYS_AHEAD + 1)).toList());
    partitions.dropBefore(firstDay());
  }

  private LocalDate firstDay() {
    return day(clock.instant().minus(config.retention()));
  }

  private static LocalDate day(Instant moment) {
    return LocalDate.ofInstant(moment, ZoneOffset.UTC);
  }

  /// Stores what a worker reports. That it ran in this environment on this worker is known of who
  /// reports, whatever the reports say. Returns when it is durable. What can never be stored is
  /// logged and left out, as it would hold up all that is behind it.
  ///
  /// @param environment that the worker serves
  /// @param worker its slug
  /// @throws PlatformException when it cannot be stored now
  public void store(Environment environment, String worker, List<Report> reports) {
    List<HistoryEntry> entries = new ArrayList<>();
    List<String> malformed = new ArrayList<>();
    for (Report report : reports) {
      try {
        entries.add(new HistoryEntry(environment, worker, FinishedStatementCodec.decode(report)));
      } catch (IllegalArgumentException wrong) {
        malformed.add(report.id() + ": " + wrong.getMessage());
      }
    }
    if (!malformed.isEmpty()) {
      LOG.warn(
          "worker {} reported what history does not understand, and it was left out: {} of {}"
              + " reports, the first one {}",
          worker,
          malformed.size(),
          reports.size(),
          malformed.getFirst());
    }
    store(entries);
  }

  /// Stores those that are not stored yet.
  ///
  /// @throws PlatformException when they cannot be stored now
  public void store(List<HistoryEntry> entries) {
    // In one order, so that two who store the same never wait for each other.
    List<HistoryEntry> kept =
        entries.stream()
            .filter(this::isKept)
            .sorted(Comparator.comparing(entry -> entry.statement().id()))
            .toList();
    if (kept.size() < entries.size()) {
      HistoryEntry first =
          entries.stream().filter(entry -> !isKept(entry)).findFirst().orElseThrow();
      LOG.warn(
          "worker {} reported statements of days that history does not keep, and they were left"
              + " out: {}, the first one of {}; look at the worker's clock",
          first.worker(),
          entries.size() - kept.size(),
          first.statement().began());
    }
    int from = 0;
    while (from < kept.size()) {
      int to = batchEnd(kept, from);
      storeBatch(kept.subList(from, to));
      from = to;
    }
  }

  private boolean isKept(HistoryEntry entry) {
    Instant began = entry.statement().began();
    return !began.isBefore(firstDay().atStartOfDay(ZoneOffset.UTC).toInstant())
        && !began.isAfter(clock.instant().plus(AHEAD_MAX));
  }

  private static int batchEnd(List<HistoryEntry> entries, int from) {
    int to = from;
    long chars = 0;
    while (to < entries.size() && to - from < BATCH_ENTRIES_MAX && chars < BATCH_CHARS_MAX) {
      chars += entries.get(to).statement().start().text().length();
      to++;
    }
    return to;
  }

  private void storeBatch(List<HistoryEntry> batch) {
    try {
      insert(batch);
    } catch (PlatformException failure) {
      if (failure.code().retryable()) {
        throw failure;
      }
      LOG.info("statements are stored one by one: {}", failure.logLine());
      partitions.forget();
      batch.forEach(this::storeAlone);
    }
  }

  private void storeAlone(HistoryEntry entry) {
    try {
      insert(List.of(entry));
    } catch (PlatformException failure) {
      if (failure.code().retryable() || failure.code().kind() == ErrorKind.CANCELLED) {
        throw failure;
      }
      LOG.error(
          "a statement of worker {} cannot be stored, and was left out (report {}): {}",
          entry.worker(),
          entry.statement().id(),
          failure.logLine());
    }
  }

  private void insert(List<HistoryEntry> entries) {
    Set<LocalDate> days =
        entries.stream().map(entry -> day(entry.statement().began())).collect(Collectors.toSet());
    partitions.ensure(days);
    transactions.run(handle -> HistoryRows.insert(handle, entries));
  }

  /// The newest execution under an id; a principal finds its own only.
  ///
  /// @param environment its id
  /// @param principal its id
  public Optional<HistoryEntry> find(UUID environment, UUID principal, QueryId id) {
    return transactions.call(handle ->
        handle
            .createQuery(
                """
                select * from finished_statement
                where query_id = :id and principal_id = :principal
                  and environment_id = :environment
                order by began desc, finished_statement.id desc
                limit 1
                """)
            .bind("id", id.value())
            .bind("principal", principal)
            .bind("environment", environment)
            .map(ENTRY)
            .findOne());
  }

  /// The newest first.
  ///
  /// @param limit 1 to 1000
  public List<HistoryEntry> list(HistoryFilter filter, int limit) {
    if (limit < 1 || limit > PAGE_MAX) {
      throw new IllegalArgumentException("limit must be 1 to " + PAGE_MAX + ", not " + limit);
    }
    List<String> conditions = new ArrayList<>(List.of("true"));
    filter.environment().ifPresent(_ -> conditions.add("environment_id = :environment"));
    filter.principal().ifPresent(_ -> conditions.add("principal_id = :principal"));
    filter.since().ifPresent(_ -> conditions.add("began >= :since"));
    filter
        .before()
        .ifPresent(_ -> conditions.add("began <= :began and (began, id) < (:began, :id)"));
    if (filter.failed()) {
      conditions.add("error_code is not null");
    }
    String sql =
        "select * from finished_statement where "
            + String.join(" and ", conditions)
            + " order by began desc, id desc limit :limit";
    return transactions.call(handle -> {
      Query query = handle.createQuery(sql).bind("limit", limit);
      filter.environment().ifPresent(id -> query.bind("environment", id));
      filter.principal().ifPresent(id -> query.bind("principal", id));
      filter.since().ifPresent(since -> query.bind("since", since.atOffset(ZoneOffset.UTC)));
      filter
          .before()
          .ifPresent(place ->
              query.bind("began", place.began().atOffset(ZoneOffset.UTC)).bind("id", place.id()));
      return query.map(ENTRY).list();
    });
  }

  @Override
  public void close() {
    care.close();
  }
}
