package ai.altertable.worker;

import ai.altertable.engine.DuckDbEngine;
import ai.altertable.engine.EngineFigures;
import ai.altertable.engine.LastResort;
import ai.altertable.foundation.fleet.Configuration;
import ai.altertable.foundation.fleet.Directives;
import ai.altertable.foundation.fleet.Instruction;
import ai.altertable.foundation.fleet.Load;
import ai.altertable.foundation.fleet.Outbox;
import ai.altertable.foundation.identity.GrantKeys;
import ai.altertable.foundation.identity.GrantVerifier;
import ai.altertable.foundation.lifecycle.Closer;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.http.HttpServer;
import ai.altertable.http.HttpServerConfig;
import ai.altertable.rest.RestApi;
import ai.altertable.rest.access.GrantCheck;
import ai.altertable.worker.metric.WorkerMetrics;
import ai.altertable.worker.outbox.DiskOutbox;
import java.net.SocketAddress;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A worker: DuckDB behind its front ends. It serves when it has been told what, and goes on by
/// what it was told last. Closing it stops listening, lets what runs end for a while, and then
/// closes the engine.
public final class Worker implements Directives, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private final Closer closer;
  private final DuckDbEngine engine;
  private final GrantCheck grants;
  private final Briefed briefed;
  private final DataSize memory;
  private final Runnable stop;
  private final AtomicReference<Runnable> drained;

  private final Outbox outbox;
  private final HttpServer server;

  private Worker(
      Closer closer,
      DuckDbEngine engine,
      GrantCheck grants,
      Briefed briefed,
      DataSize memory,
      Runnable stop,
      AtomicReference<Runnable> drained,
      Outbox outbox,
      HttpServer server) {
    this.closer = closer;
    this.engine = engine;
    this.grants = grants;
    this.briefed = briefed;
    this.memory = memory;
    this.stop = stop;
    this.drained = drained;
    this.outbox = outbox;
    this.server = server;
  }

  /// Returns when the worker listens.
  ///
  /// @param lastResort ends the process when a statement cannot be ended
  /// @param stop has the process end in good order; must not block
  public static Worker start(WorkerConfig config, LastResort lastResort, Runnable stop) {
    return Closer.assemble(closer -> {
      Clock clock = Clock.systemUTC();
      WorkerMetrics metrics = new WorkerMetrics();
      GrantKeys signers = GrantKeys.none();
      Briefed briefed = new Briefed(config.engine().objects(), signers);
      DiskOutbox outbox = closer.register(StatementReports.openOutbox(clock, config.outbox()));
      metrics.show(outbox::figures);
      DuckDbEngine engine =
          closer.register(
              DuckDbEngine.open(
                  config.engine(), briefed::catalogs, metrics.engineEvents(), lastResort));
      metrics.show(engine::figures, engine::instanceUse, config.engine().memory());
      RecentQueries queries =
          new RecentQueries(clock, metrics.work(), new StatementReports(outbox));
      queries.recall();
      var verifier = new GrantVerifier(signers, config.slug(), briefed::serves);
      GrantCheck grants = closer.register(new GrantCheck(clock, verifier, engine));
      AtomicReference<Runnable> drained = new AtomicReference<>(() -> {});
      RestApi rest =
          RestApi.open(
              clock,
              grants,
              queries,
              briefed::obstacle,
              new WorkerOperations(clock, engine, queries, metrics, () -> drained.get().run()),
              config.rest());
      HttpServer server =
          closer.register(
              HttpServer.start(HttpServerConfig.on(config.address()), config.door(), rest));
      return new Worker(
          closer, engine, grants, briefed, config.engine().memory(), stop, drained, outbox, server);
    });
  }

  /// Where it listens: with the port that was chosen when the configured one is 0.
  public SocketAddress address() {
    return server.address();
  }

  /// What stands in the way of serving, if anything.
  public Optional<String> obstacle() {
    return briefed.obstacle();
  }

  /// What the control plane is to be told.
  public Outbox outbox() {
    return outbox;
  }

  /// @param told from now on whenever it was told to drain or to resume; must not block
  public void onDrain(Runnable told) {
    drained.set(told);
  }

  @Override
  public void configured(Configuration configuration) {
    briefed.brief(configuration, grants::revoke);
  }

  @Override
  public void instructed(Instruction instruction) {
    switch (instruction) {
      case Instruction.Drain(boolean on) -> {
        engine.drain(on);
        drained.get().run();
      }
      case Instruction.Stop() -> {
        LOG.info("the control plane has this worker end");
        engine.drain(true);
        stop.run();
      }
    }
  }

  /// What it tells the control plane of itself.
  public Load load() {
    EngineFigures figures = engine.figures();
    return new Load(
        figures.occupancy().open(),
        figures.occupancy().waiting(),
        figures.sessions().inUse(),
        figures.sessions().kept(),
        memory.bytes());
  }

  public boolean isDraining() {
    return engine.isDraining();
  }

  @Override
  public void close() {
    closer.close();
  }
}
