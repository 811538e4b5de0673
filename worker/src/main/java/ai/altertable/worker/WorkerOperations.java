package ai.altertable.worker;

import ai.altertable.engine.DuckDbEngine;
import ai.altertable.engine.session.OpenSession;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.session.Ending;
import ai.altertable.rest.operation.DrainState;
import ai.altertable.rest.operation.Operations;
import ai.altertable.rest.operation.SessionItem;
import ai.altertable.rest.operation.Target;
import ai.altertable.rest.operation.Targets;
import ai.altertable.rest.operation.WorkItem;
import ai.altertable.worker.metric.WorkerMetrics;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How this worker is operated.
final class WorkerOperations implements Operations {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerOperations.class);

  private final InstantSource clock;
  private final DuckDbEngine engine;
  private final RecentQueries queries;
  private final WorkerMetrics metrics;
  private final Runnable drained;

  /// @param drained is told whenever this worker was told to drain or to resume
  WorkerOperations(
      InstantSource clock,
      DuckDbEngine engine,
      RecentQueries queries,
      WorkerMetrics metrics,
      Runnable drained) {
    this.clock = clock;
    this.engine = engine;
    this.queries = queries;
    this.metrics = metrics;
    this.drained = drained;
  }

  @Override
  public String metrics() {
    return metrics.encode();
  }

  @Override
  public List<WorkItem> work() {
    return queries.underWay();
  }

  @Override
  public boolean endWork(Target target) {
    return queries.end(target, Ending.ADMINISTRATOR, ENDING_MAX);
  }

  @Override
  public DrainState drainState() {
    List<OpenSession> sessions = engine.openSessions();
    return new DrainState(
        engine.isDraining(),
        count(sessions, OpenSession.State.IN_USE),
        count(sessions, OpenSession.State.IN_TRANSACTION));
  }

  private static int count(List<OpenSession> sessions, OpenSession.State state) {
    return (int) sessions.stream().filter(session -> session.state() == state).count();
  }

  @Override
  public void drain(boolean on) {
    engine.drain(on);
    drained.run();
    LOG.info(on ? "nothing new begins" : "statements begin again");
  }

  @Override
  public void endEverything() {
    engine.endAll(Ending.SHUTDOWN);
  }

  @Override
  public List<SessionItem> sessions() {
    return engine.openSessions().stream().map(this::describe).toList();
  }

  private SessionItem describe(OpenSession session) {
    return new SessionItem(
        session.id().value(),
        session.principal().name(),
        word(session.state()),
        clock.instant().minus(session.since()));
  }

  private static String word(OpenSession.State state) {
    return switch (state) {
      case IN_USE -> "in use";
      case KEPT -> "kept";
      case IN_TRANSACTION -> "in transaction";
    };
  }

  @Override
  public boolean endSession(Target target) {
    List<OpenSession> found =
        engine.openSessions().stream()
            .filter(session -> session.id().value().equals(target.id()))
            .toList();
    OpenSession meant =
        Targets.one(
            target,
            found,
            session -> session.principal().name(),
            ErrorCode.OBJECT_NOT_FOUND,
            "session");
    return EndedSession.order(engine, meant).await(ENDING_MAX);
  }
}
