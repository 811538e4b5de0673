package ai.altertable.worker.metric;

import ai.altertable.engine.EngineEvents;
import ai.altertable.engine.EngineFigures;
import ai.altertable.engine.instance.InstanceUse;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.worker.outbox.OutboxFigures;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All that is counted and measured in a worker. Safe for use by several threads.
public final class WorkerMetrics {
  /// Less than the server has with a worker.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final WorkMetrics work = new WorkMetrics(registry);
  private final CommitMetrics commits = new CommitMetrics(registry);
  private volatile @Nullable InstanceReading reading;

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
  /// @param instances is asked on a platform thread, and may take its time
  /// @param memory that the engine may use
  public void show(
      Supplier<EngineFigures> engine, Supplier<InstanceUse> instances, DataSize memory) {
    InstanceReading fresh = new InstanceReading(instances, PATIENCE);
    EngineGauges.register(registry, engine, fresh, memory);
    reading = fresh;
  }

  /// Shows what waits to be told to the control plane too from now on.
  public void show(Supplier<OutboxFigures> outbox) {
    OutboxGauges.register(registry, outbox);
  }

  /// All of them at the moment, for [Snapshots#decode]. What instances do not say in a second is
  /// left out.
  public String encode() {
    InstanceReading present = reading;
    if (present != null) {
      present.refresh();
    }
    return Snapshots.encode(registry.scrape());
  }
}
