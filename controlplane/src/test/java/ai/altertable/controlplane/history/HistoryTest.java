package ai.altertable.controlplane.history;

import static ai.altertable.controlplane.history.Statements.ANN;
import static ai.altertable.controlplane.history.Statements.BOB;
import static ai.altertable.controlplane.history.Statements.HERE;
import static ai.altertable.controlplane.history.Statements.THERE;
import static ai.altertable.controlplane.history.Statements.failed;
import static ai.altertable.controlplane.history.Statements.good;
import static ai.altertable.controlplane.history.Statements.here;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.controlplane.FreshPlatforms;
import ai.altertable.controlplane.database.ControlPlaneDatabase;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.fleet.Report;
import ai.altertable.foundation.history.FinishedStatement;
import ai.altertable.foundation.history.FinishedStatementCodec;
import ai.altertable.foundation.identity.Principal;
import ai.altertable.foundation.session.QueryId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HistoryTest {
  private static final Instant NOON = Instant.parse("2026-03-10T12:00:00.123456Z");

  private final ControlPlaneDatabase database =
      ControlPlaneDatabase.open(FreshPlatforms.server(), FreshPlatforms.config().database());
  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final InstantSource clock = now::get;
  private final History history = open();

  private History open() {
    return History.start(clock, database.transactions(), new HistoryConfig(Duration.ofDays(3)));
  }

  @BeforeEach
  void clear() {
    now.set(NOON);
    database.transactions().run(handle -> handle.execute("truncate finished_statement"));
  }

  @AfterAll
  void close() {
    history.close();
    database.close();
  }

  private List<LocalDate> days() {
    return database.transactions().call(Partitions::days).stream().sorted().toList();
  }

  private List<HistoryEntry> all() {
    return history.list(HistoryFilter.ALL, 1000);
  }

  private static Report report(FinishedStatement statement) {
    return FinishedStatementCodec.encode(statement);
  }

  @Test
  void whatWasReportedIsFoundAsItWas() {
    FinishedStatement good = good(ANN, QueryId.random(), NOON);
    FinishedStatement failed = failed(BOB, QueryId.random(), NOON.minusSeconds(1));

    history.store(HERE, "hosted-1", List.of(report(good), report(failed)));

    assertThat(history.find(HERE.id(), ANN.id(), good.start().id())).contains(here(good));
    assertThat(history.find(HERE.id(), BOB.id(), failed.start().id())).contains(here(failed));
    assertThat(all()).containsExactly(here(good), here(failed));
  }

  @Test
  void principalsAndEnvironmentsAreKeptApart() {
    QueryId id = QueryId.random();
    history.store(HERE, "hosted-1", List.of(report(good(ANN, id, NOON))));

    assertThat(history.find(HERE.id(), BOB.id(), id)).isEmpty();
    assertThat(history.find(THERE.id(), ANN.id(), id)).isEmpty();
  }

  @Test
  void newestUnderAnIdIsFound() {
    QueryId id = QueryId.random();
    FinishedStatement newest = good(ANN, id, NOON);
    history.store(
        List.of(
            here(good(ANN, id, NOON.minusSeconds(60))),
            here(newest),
            here(failed(ANN, id, NOON.minusSeconds(1)))));

    assertThat(history.find(HERE.id(), ANN.id(), id)).contains(here(newest));
  }

  @Test
  void renamedPrincipalKeepsItsHistory() {
    QueryId id = QueryId.random();
    history.store(List.of(here(good(new Principal(ANN.id(), "old name"), id, NOON))));

    assertThat(history.find(HERE.id(), ANN.id(), id)).isPresent();
  }

  /// As after cuts of the link: the same reports come from several sides, in any order and batches.
  @Test
  void whatIsToldManyTimesAtOnceIsStoredOnce() throws Exception {
    List<Report> reports =
        IntStream.range(0, 300)
            .mapToObj(i -> report(good(ANN, QueryId.random(), NOON.minusSeconds(i * 600L))))
            .toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(6);
        History other = open()) {
      List<Callable<Boolean>> tellers = new ArrayList<>();
      for (int teller = 0; teller < 6; teller++) {
        Random random = new Random(teller);
        History to = teller % 2 == 0 ? history : other;
        tellers.add(() -> {
          List<Report> shuffled = new ArrayList<>(reports);
          Collections.shuffle(shuffled, random);
          for (int from = 0; from < shuffled.size(); ) {
            int end = Math.min(shuffled.size(), from + 1 + random.nextInt(60));
            to.store(HERE, "hosted-1", shuffled.subList(from, end));
            from = end;
          }
          return true;
        });
      }
      for (Future<Boolean> told : threads.invokeAll(tellers)) {
        assertThat(told.get()).isTrue();
      }
    }
    assertThat(all())
        .extracting(entry -> entry.statement().id())
        .containsExactlyElementsOf(reports.stream().map(Report::id).toList());
  }

  @Test
  void reportsTwiceInOneBatchAreOne() {
    Report report = report(good(ANN, QueryId.random(), NOON));

    history.store(HERE, "hosted-1", List.of(report, report));

    assertThat(all()).hasSize(1);
  }

  @Test
  void malformedReportHoldsNothingUp() {
    Report good = report(good(ANN, QueryId.random(), NOON));
    String cut = good.text().substring(0, good.text().length() / 2);

    history.store(
        HERE,
        "hosted-1",
        List.of(
            new Report(UUID.randomUUID(), "no JSON"),
            new Report(UUID.randomUUID(), cut),
            new Report(UUID.randomUUID(), good.text().replace("\"ann\"", "\"a\\u0000\\ud800\"")),
            good));

    assertThat(all())
        .extracting(entry -> entry.statement().start().principal().name())
        .containsExactlyInAnyOrder("ann", "a\uFFFD\uFFFD");
  }

  @Test
  void timesThatCannotBeAreLeftOutWithoutPartitions() {
    FinishedStatement good = good(ANN, QueryId.random(), NOON);
    List<HistoryEntry> entries = new ArrayList<>(List.of(here(good)));
    for (Instant absurd :
        List.of(
            Instant.EPOCH,
            NOON.minus(Duration.ofDays(5)),
            NOON.plus(Duration.ofDays(2)),
            Instant.parse("+200000-01-01T00:00:00Z"),
            Instant.parse("-200000-01-01T00:00:00Z"))) {
      entries.add(here(good(ANN, QueryId.random(), absurd)));
    }
    List<LocalDate> before = days();

    history.store(entries);

    assertThat(all()).containsExactly(here(good));
    assertThat(days()).isEqualTo(before);
  }

  @Test
  void partitionsAreMadeAheadAndOldOnesDropped() {
    LocalDate today = LocalDate.parse("2026-03-10");
    assertThat(days()).contains(today, today.plusDays(1), today.plusDays(2));
    history.store(
        List.of(
            here(good(ANN, QueryId.random(), NOON)),
            here(good(ANN, QueryId.random(), NOON.minus(Duration.ofDays(3))))));
    assertThat(days()).contains(today.minusDays(3));

    now.set(NOON.plus(Duration.ofDays(1)));
    history.maintain();

    assertThat(days()).doesNotContain(today.minusDays(3)).contains(today.plusDays(3));
    assertThat(all()).hasSize(1);

    now.set(NOON.plus(Duration.ofDays(40)));
    history.maintain();
    assertThat(days()).containsExactly(today.plusDays(40), today.plusDays(41), today.plusDays(42));
    FinishedStatement later = good(ANN, QueryId.random(), now.get());
    history.store(List.of(here(later)));
    assertThat(all()).containsExactly(here(later));
    now.set(NOON);
    history.maintain();
  }

  /// Another control plane may have dropped what this one knows of.
  @Test
  void missingPartitionIsMadeAgain() {
    LocalDate today = LocalDate.parse("2026-03-10");
    database.transactions().run(handle -> handle.execute("drop table finished_statement_20260310"));
    assertThat(days()).doesNotContain(today);

    history.store(List.of(here(good(ANN, QueryId.random(), NOON))));

    assertThat(days()).contains(today);
    assertThat(all()).hasSize(1);
  }

  @Test
  void pagesHoldEachEntryOnceWithTheNewestFirst() {
    List<HistoryEntry> entries =
        IntStream.range(0, 95)
            .mapToObj(i -> here(good(ANN, QueryId.random(), NOON.minusSeconds(i / 10 * 7200L))))
            .toList();
    history.store(entries);

    List<HistoryEntry> seen = new ArrayList<>();
    HistoryFilter filter = HistoryFilter.ALL;
    for (List<HistoryEntry> page = history.list(filter, 20); !page.isEmpty(); ) {
      seen.addAll(page);
      filter = filter.after(page.getLast());
      page = history.list(filter, 20);
    }

    assertThat(seen).containsExactlyInAnyOrderElementsOf(entries);
    assertThat(seen)
        .extracting(entry -> entry.statement().began())
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
  }

  @Test
  void listsAreFiltered() {
    HistoryEntry old = here(good(ANN, QueryId.random(), NOON.minusSeconds(7200)));
    HistoryEntry bobs = here(failed(BOB, QueryId.random(), NOON));
    HistoryEntry elsewhere =
        new HistoryEntry(THERE, "w-2", good(ANN, QueryId.random(), NOON.minusSeconds(1)));
    history.store(List.of(old, bobs, elsewhere));
    Optional<UUID> nobody = Optional.empty();

    assertThat(
            history.list(
                new HistoryFilter(
                    Optional.of(HERE.id()), nobody, Optional.empty(), false, Optional.empty()),
                10))
        .containsExactly(bobs, old);
    assertThat(
            history.list(
                new HistoryFilter(
                    Optional.empty(),
                    Optional.of(ANN.id()),
                    Optional.empty(),
                    false,
                    Optional.empty()),
                10))
        .containsExactly(elsewhere, old);
    assertThat(
            history.list(
                new HistoryFilter(
                    Optional.empty(),
                    nobody,
                    Optional.of(NOON.minusSeconds(1)),
                    false,
                    Optional.empty()),
                10))
        .containsExactly(bobs, elsewhere);
    assertThat(
            history.list(
                new HistoryFilter(
                    Optional.empty(), nobody, Optional.empty(), true, Optional.empty()),
                10))
        .containsExactly(bobs);
    assertThatThrownBy(() -> history.list(HistoryFilter.ALL, 0)).hasMessageContaining("limit");
  }

  @Test
  void workerIsToldToTryAgainWhileTheDatabaseIsAway() {
    ControlPlaneDatabase gone =
        ControlPlaneDatabase.open(FreshPlatforms.server(), FreshPlatforms.config().database());
    try (History lost = History.start(clock, gone.transactions(), HistoryConfig.defaults())) {
      gone.close();
      assertThatThrownBy(() -> lost.store(List.of(here(good(ANN, QueryId.random(), NOON)))))
          .isInstanceOfSatisfying(
              PlatformException.class, away -> assertThat(away.code().retryable()).isTrue());
    }
  }
}
