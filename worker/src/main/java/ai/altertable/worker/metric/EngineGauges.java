package ai.altertable.worker.metric;

import ai.altertable.engine.EngineFigures;
import ai.altertable.foundation.lifecycle.DataSize;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Shows how an engine is. What the engine says is asked for once for all gauges, and again when a
/// second has passed.
final class EngineGauges {
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Supplier<EngineFigures> engine;

  // Guarded by this.
  private @Nullable EngineFigures figures;
  private long takenNanos;

  private EngineGauges(Supplier<EngineFigures> engine) {
    this.engine = engine;
  }

  static void register(
      PrometheusRegistry registry, Supplier<EngineFigures> engine, DataSize memory) {
    EngineGauges gauges = new EngineGauges(engine);
    gauges.statements(registry);
    gauges.sessions(registry);
    gauges.plain(
        registry,
        "altertable_instances",
        "DuckDB instances that are open, one for each user at work.",
        engineFigures -> engineFigures.instances().instances());
    gauges.plain(
        registry,
        "altertable_draining",
        "1 while a worker lets no new statement begin.",
        engineFigures -> engineFigures.draining() ? 1 : 0);
    gauges.bytes(
        registry,
        "altertable_engine_memory_bytes",
        "Memory that DuckDB uses.",
        () -> (double) gauges.figures().instances().memoryBytes());
    gauges.bytes(
        registry,
        "altertable_engine_memory_limit_bytes",
        "Memory that DuckDB may use.",
        () -> (double) memory.bytes());
    gauges.bytes(
        registry,
        "altertable_engine_spilled_bytes",
        "Temporary data of queries on disk.",
        () -> (double) gauges.figures().instances().spilledBytes());
  }

  private void statements(PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("altertable_statements")
        .help(
            "Statements by where they stand: open (let in, computing or being read), of these the"
                + " long ones that compute (long_computing), those that wait for a turn"
                + " (long_paused); and those not let in yet (waiting).")
        .labelNames("state")
        .callback(callback -> {
          var occupancy = figures().occupancy();
          callback.call(occupancy.open(), "open");
          callback.call(occupancy.longComputing(), "long_computing");
          callback.call(occupancy.longPaused(), "long_paused");
          callback.call(occupancy.waiting(), "waiting");
        })
        .register(registry);
  }

  private void sessions(PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("altertable_sessions")
        .help("Sessions that requests use (in_use), and those kept for a client's next one (kept).")
        .labelNames("state")
        .callback(callback -> {
          callback.call(figures().sessions().inUse(), "in_use");
          callback.call(figures().sessions().kept(), "kept");
        })
        .register(registry);
  }

  private void plain(
      PrometheusRegistry registry,
      String name,
      String help,
      ToDoubleFunction<EngineFigures> figure) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(figure.applyAsDouble(figures())))
        .register(registry);
  }

  private void bytes(PrometheusRegistry registry, String name, String help, DoubleSupplier figure) {
    GaugeWithCallback.builder()
        .name(name)
        .unit(Unit.BYTES)
        .help(help)
        .callback(callback -> callback.call(figure.getAsDouble()))
        .register(registry);
  }

  private synchronized EngineFigures figures() {
    EngineFigures known = figures;
    long now = System.nanoTime();
    if (known == null || now - takenNanos > FRESH_NANOS) {
      known = engine.get();
      figures = known;
      takenNanos = now;
    }
    return known;
  }
}
