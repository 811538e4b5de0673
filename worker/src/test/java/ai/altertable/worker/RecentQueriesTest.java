package ai.altertable.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.history.FinishedStatement;
import ai.altertable.foundation.history.FinishedStatementCodec;
import ai.altertable.foundation.identity.ClientInterface;
import ai.altertable.foundation.identity.Principal;
import ai.altertable.foundation.session.Ending;
import ai.altertable.foundation.session.QueryId;
import ai.altertable.foundation.session.QueryLog.RunningQuery;
import ai.altertable.foundation.session.QueryRecord;
import ai.altertable.foundation.session.QueryStart;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.foundation.session.Work;
import ai.altertable.rest.operation.Target;
import ai.altertable.worker.metric.WorkerMetrics;
import ai.altertable.worker.outbox.DiskOutbox;
import ai.altertable.worker.outbox.OutboxSize;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecentQueriesTest {
  private static final Principal ANN = new Principal(new UUID(1, 1), "ann");
  private static final Principal BOB = new Principal(new UUID(1, 2), "bob");
  private static final QueryId ID = new QueryId(new UUID(7, 7));

  @TempDir private Path directory;
  private DiskOutbox outbox;
  private RecentQueries queries;

  @BeforeEach
  void open() {
    outbox =
        DiskOutbox.open(
            Clock.systemUTC(), directory, new OutboxSize(1 << 20, 4), StatementReports::lost);
    queries =
        new RecentQueries(
            Clock.systemUTC(), new WorkerMetrics().work(), new StatementReports(outbox));
  }

  @AfterEach
  void close() {
    outbox.close();
  }

  /// As a worker that is killed and started again.
  private void restart() {
    close();
    open();
    queries.recall();
  }

  private List<FinishedStatement> told() throws InterruptedException {
    return outbox.peek(100, Duration.ZERO).stream().map(FinishedStatementCodec::decode).toList();
  }

  private RunningQuery start(Principal principal, String text, Consumer<Ending> stop) {
    return queries.start(query(principal, ClientInterface.HTTP, text), new SilentSession(), stop);
  }

  private static QueryStart query(
      Principal principal, ClientInterface clientInterface, String text) {
    return new QueryStart(
        Work.QUERY,
        ID,
        new SessionId("s"),
        principal,
        clientInterface,
        "127.0.0.1",
        text,
        true,
        Optional.empty(),
        "");
  }

  @Test
  void secondQueryUnderTheIdOfARunningOneIsRefused() {
    List<Ending> stopped = new ArrayList<>();
    RunningQuery first = start(ANN, "first", stopped::add);

    assertThatThrownBy(() -> start(ANN, "second", _ -> {}))
        .isInstanceOfSatisfying(
            PlatformException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.QUERY_ID_IN_USE));

    assertThat(queries.underWay()).hasSize(1);
    assertThat(queries.cancel(ANN, ID, Optional.empty()))
        .isEqualTo(RecentQueries.Cancellation.ACCEPTED);
    assertThat(stopped).containsExactly(Ending.CLIENT);
    first.succeeded();
    assertThat(queries.find(ANN, ID).orElseThrow().start().text()).isEqualTo("first");
  }

  @Test
  void endIsToldWhenItHasCome() throws Exception {
    CountDownLatch ordered = new CountDownLatch(2);
    RunningQuery query = start(ANN, "first", _ -> ordered.countDown());
    Target target = new Target(ID.toString(), Optional.empty());

    assertThat(queries.end(target, Ending.ADMINISTRATOR, Duration.ofMillis(20))).isFalse();

    CompletableFuture<Boolean> ended =
        CompletableFuture.supplyAsync(
            () -> queries.end(target, Ending.ADMINISTRATOR, Duration.ofMinutes(1)));
    assertThat(ordered.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(ended).isNotDone();
    query.failed(ErrorCode.QUERY_CANCELLED, "an administrator ended it");
    assertThat(ended.get(20, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> queries.end(target, Ending.ADMINISTRATOR, Duration.ZERO))
        .isInstanceOfSatisfying(
            PlatformException.class,
            gone -> assertThat(gone.code()).isEqualTo(ErrorCode.QUERY_NOT_FOUND));
  }

  @Test
  void historyIsToldOfEachEnd() throws Exception {
    RunningQuery good = start(ANN, "good", _ -> {});
    good.delivered(2, 30);
    good.delivered(1, 12);
    good.received(7);
    RunningQuery bad = start(BOB, "bad", _ -> {});
    assertThat(told()).isEmpty();
    good.succeeded();
    bad.failed(ErrorCode.TABLE_NOT_FOUND, "no table t");

    List<FinishedStatement> told = told();

    assertThat(told).extracting(one -> one.start().text()).containsExactly("good", "bad");
    assertThat(told.getFirst().rows()).isEqualTo(3);
    assertThat(told.getFirst().bytesSent()).isEqualTo(42);
    assertThat(told.getFirst().bytesReceived()).isEqualTo(7);
    assertThat(told.getFirst().failure()).isEmpty();
    assertThat(told.getLast().failure())
        .contains(new FinishedStatement.Failure("TABLE_NOT_FOUND", "no table t"));
    assertThat(told).extracting(FinishedStatement::id).doesNotHaveDuplicates();
  }

  /// The one that `GET /query/{id}` is answered from must say the same wherever it comes from.
  @Test
  void workerAndHistoryDescribeAnEndedQueryAlike() throws Exception {
    start(ANN, "x\u0000".repeat(200_000), _ -> {}).failed(ErrorCode.INTERNAL, "bad\u0000");
    QueryRecord here = queries.find(ANN, ID).orElseThrow();

    FinishedStatement there = told().getFirst();

    assertThat(here)
        .isEqualTo(
            new QueryRecord(
                there.start(),
                there.began(),
                Optional.of(there.ended()),
                there.failure().map(FinishedStatement.Failure::message),
                Optional.empty()));
  }

  @Test
  void whatIsRefusedBeforeItRunsIsToldWithItsText() throws Exception {
    queries.refused(
        query(ANN, ClientInterface.HTTP, "too much"), ErrorCode.TOO_MANY_SESSIONS, "full");

    assertThat(told())
        .singleElement()
        .satisfies(refused -> {
          assertThat(refused.start().text()).isEqualTo("too much");
          assertThat(refused.failure().orElseThrow().code()).isEqualTo("TOO_MANY_SESSIONS");
        });
    assertThat(queries.find(ANN, ID).orElseThrow().error()).contains("full");
  }

  @Test
  void refusalOfAnIdInUseIsNotToldAsThatQuery() throws Exception {
    RunningQuery first = start(ANN, "first", _ -> {});
    assertThatThrownBy(() -> start(ANN, "second", _ -> {})).isInstanceOf(PlatformException.class);
    first.succeeded();

    assertThat(told()).extracting(one -> one.start().text()).containsExactly("first");
  }

  @Test
  void whatThePlatformAsksIsNotTold() throws Exception {
    queries
        .start(
            query(Principal.PLATFORM, ClientInterface.PLATFORM, "own"),
            new SilentSession(),
            _ -> {})
        .succeeded();

    assertThat(told()).isEmpty();
    assertThat(queries.find(Principal.PLATFORM, ID)).isPresent();
  }

  @Test
  void endedQueryIsFoundAfterARestart() {
    start(ANN, "before", _ -> {}).succeeded();
    QueryRecord before = queries.find(ANN, ID).orElseThrow();

    restart();

    assertThat(queries.find(ANN, ID)).contains(before);
  }

  @Test
  void queryWhoseWorkerEndedIsFoundAsFailed() throws Exception {
    start(ANN, "under way", _ -> {});

    restart();

    assertThat(told())
        .singleElement()
        .satisfies(lost -> {
          assertThat(lost.start().text()).isEqualTo("under way");
          assertThat(lost.failure().orElseThrow().code()).isEqualTo("WORKER_UNAVAILABLE");
          assertThat(lost.ended()).isAfterOrEqualTo(lost.began());
        });
    assertThat(queries.find(ANN, ID).orElseThrow().error().orElseThrow())
        .contains("the worker ended");
  }

  @Test
  void idIsFreeForOthersAndAfterItsQueryHasEnded() {
    start(ANN, "first", _ -> {}).succeeded();
    start(ANN, "second", _ -> {});
    start(BOB, "third", _ -> {});

    assertThat(queries.underWay())
        .extracting(item -> item.start().text())
        .containsExactlyInAnyOrder("second", "third");
    assertThat(queries.find(ANN, ID).orElseThrow().start().text()).isEqualTo("second");
  }
}
