package ai.altertable.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.ClientInterface;
import ai.altertable.foundation.identity.Principal;
import ai.altertable.foundation.session.Ending;
import ai.altertable.foundation.session.QueryId;
import ai.altertable.foundation.session.QueryLog.RunningQuery;
import ai.altertable.foundation.session.QueryStart;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.foundation.session.Work;
import ai.altertable.rest.operation.Target;
import ai.altertable.worker.metric.WorkerMetrics;
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
import org.junit.jupiter.api.Test;

class RecentQueriesTest {
  private static final Principal ANN = new Principal(new UUID(1, 1), "ann");
  private static final Principal BOB = new Principal(new UUID(1, 2), "bob");
  private static final QueryId ID = new QueryId(new UUID(7, 7));

  private final RecentQueries queries =
      new RecentQueries(Clock.systemUTC(), new WorkerMetrics().work());

  private RunningQuery start(Principal principal, String text, Consumer<Ending> stop) {
    QueryStart start =
        new QueryStart(
            Work.QUERY,
            ID,
            new SessionId("s"),
            principal,
            ClientInterface.HTTP,
            "127.0.0.1",
            text,
            true,
            Optional.empty(),
            "");
    return queries.start(start, new SilentSession(), stop);
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
    CountDownLatch ordered = new CountDownLatch(1);
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
