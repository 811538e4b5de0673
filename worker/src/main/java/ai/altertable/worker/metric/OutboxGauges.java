package ai.altertable.worker.metric;

import ai.altertable.worker.outbox.OutboxFigures;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.function.Supplier;

/// Shows what of finished statements has not reached history yet.
final class OutboxGauges {
  private OutboxGauges() {}

  static void register(PrometheusRegistry registry, Supplier<OutboxFigures> outbox) {
    GaugeWithCallback.builder()
        .name("altertable_outbox_reports")
        .help("Finished statements that wait on the worker until history has them.")
        .callback(callback -> callback.call((double) outbox.get().reportsWaiting()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("altertable_outbox_bytes")
        .unit(Unit.BYTES)
        .help("What finished statements that wait take of the worker's disk.")
        .callback(callback -> callback.call((double) outbox.get().bytesWaiting()))
        .register(registry);
    CounterWithCallback.builder()
        .name("altertable_outbox_dropped_total")
        .help(
            "Finished statements that history will miss: the disk was full, or too many waited"
                + " for too long.")
        .callback(callback -> callback.call((double) outbox.get().reportsDropped()))
        .register(registry);
  }
}
