package ai.altertable.worker;

import ai.altertable.engine.DuckDbEngine;
import ai.altertable.engine.LastResort;
import ai.altertable.foundation.catalog.Catalogs;
import ai.altertable.foundation.lifecycle.Closer;
import ai.altertable.http.HttpServer;
import ai.altertable.http.HttpServerConfig;
import ai.altertable.rest.RestApi;
import ai.altertable.rest.access.GrantCheck;
import ai.altertable.worker.metric.WorkerMetrics;
import java.net.UnixDomainSocketAddress;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/// A worker: DuckDB behind its front ends. Closing it stops listening, lets what runs end for a
/// while, and then closes the engine.
public final class Worker implements AutoCloseable {
  private final Closer closer;

  private Worker(Closer closer) {
    this.closer = closer;
  }

  /// Returns when the worker takes requests.
  ///
  /// @param catalogs those of the environment at the moment
  /// @param lastResort ends the process when a statement cannot be ended
  public static Worker start(
      WorkerConfig config, Supplier<Catalogs> catalogs, LastResort lastResort) {
    return Closer.assemble(closer -> {
      Clock clock = Clock.systemUTC();
      WorkerMetrics metrics = new WorkerMetrics();
      DuckDbEngine engine =
          closer.register(
              DuckDbEngine.open(config.engine(), catalogs, metrics.engineEvents(), lastResort));
      metrics.show(engine::figures, engine::instanceUse, config.engine().memory());
      RecentQueries queries = new RecentQueries(clock, metrics.work());
      GrantCheck grants = closer.register(new GrantCheck(clock, config.grants(), engine));
      RestApi rest =
          RestApi.open(
              clock,
              grants,
              queries,
              Optional::empty,
              new WorkerOperations(clock, engine, queries, metrics),
              config.rest());
      closer.register(
          HttpServer.start(
              HttpServerConfig.on(UnixDomainSocketAddress.of(config.httpSocket())), rest));
      return new Worker(closer);
    });
  }

  @Override
  public void close() {
    closer.close();
  }
}
