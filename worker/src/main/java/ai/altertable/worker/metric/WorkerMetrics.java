package ai.altertable.worker.metric;

import ai.altertable.engine.EngineEvents;
import ai.altertable.engine.EngineFigures;
import ai.altertable.foundation.lifecycle.DataSize;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.Supplier;

/// All that is counted and measured in a worker. Safe for use by several threads.
public final class WorkerMetrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final WorkMetrics work = new WorkMetrics(registry);
  private final CommitMetrics commits = new CommitMetrics(registry);

  public WorkerMetrics() {
    JvmMetrics.builder().register(registry);
  }

  public WorkMetrics work() {
    return work;
  }

  public EngineEvents engineEvents() {
    return commits;
  }

  /// Shows an engine's figures too from now on.
  ///
  /// @param memory that the engine may use
  public void show(Supplier<EngineFigures> engine, DataSize memory) {
    EngineGauges.register(registry, engine, memory);
  }

  /// All of them at the moment, for [Snapshots#decode]. Asks the engine; on a platform thread.
  public String encode() {
    return Snapshots.encode(registry.scrape());
  }
}
