package ai.altertable.worker.metric;

import ai.altertable.engine.EngineFigures;
import ai.altertable.engine.instance.InstanceUse;
import ai.altertable.foundation.lifecycle.DataSize;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// Shows how an engine is. What its instances do not say in time is left out.
final class EngineGauges {
  private final Supplier<EngineFigures> engine;
  private final InstanceReading instances;

  private EngineGauges(Supplier<EngineFigures> engine, InstanceReading instances) {
    this.engine = engine;
    this.instances = instances;
  }

  static void register(
      PrometheusRegistry registry,
      Supplier<EngineFigures> engine,
      InstanceReading instances,
      DataSize memory) {
    EngineGauges gauges = new EngineGauges(engine, instances);
    gauges.statements(registry);
    gauges.sessions(registry);
    gauge("altertable_instances", "DuckDB instances that are open, one for each user at work.")
        .callback(gauges.ofInstances(InstanceUse::instances))
        .register(registry);
    gauge("altertable_draining", "1 while a worker lets no new statement begin.")
        .callback(callback -> callback.call(engine.get().draining() ? 1 : 0))
        .register(registry);
    bytes("altertable_engine_memory_bytes", "Memory that DuckDB uses.")
        .callback(gauges.ofInstances(InstanceUse::memoryBytes))
        .register(registry);
    bytes("altertable_engine_memory_limit_bytes", "Memory that DuckDB may use.")
        .callback(callback -> callback.call((double) memory.bytes()))
        .register(registry);
    bytes("altertable_engine_spilled_bytes", "Temporary data of queries on disk.")
        .callback(gauges.ofInstances(InstanceUse::spilledBytes))
        .register(registry);
  }

  private Consumer<GaugeWithCallback.Callback> ofInstances(ToDoubleFunction<InstanceUse> figure) {
    return callback ->
        instances.latest().ifPresent(use -> callback.call(figure.applyAsDouble(use)));
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
          var occupancy = engine.get().occupancy();
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
          var sessions = engine.get().sessions();
          callback.call(sessions.inUse(), "in_use");
          callback.call(sessions.kept(), "kept");
        })
        .register(registry);
  }

  private static GaugeWithCallback.Builder gauge(String name, String help) {
    return GaugeWithCallback.builder().name(name).help(help);
  }

  private static GaugeWithCallback.Builder bytes(String name, String help) {
    return gauge(name, help).unit(Unit.BYTES);
  }
}
