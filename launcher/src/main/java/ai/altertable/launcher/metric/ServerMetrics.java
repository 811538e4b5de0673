package ai.altertable.launcher.metric;

import ai.altertable.launcher.Version;
import ai.altertable.launcher.process.ProcessState;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// What the server process shows of itself and of the processes that it runs.
public final class ServerMetrics {
  private ServerMetrics() {}

  /// @param data the data directory
  public static void register(PrometheusRegistry registry, Path data) {
    JvmMetrics.builder().register(registry);
    Info.builder()
        .name("altertable_build_info")
        .help("The program that runs.")
        .labelNames("version")
        .register(registry)
        .addLabelValues(Version.CURRENT);
    bytes(
        registry,
        "altertable_data_disk_free_bytes",
        "Free space on the disk of the data directory.",
        data.toFile()::getUsableSpace);
    bytes(
        registry,
        "altertable_data_disk_size_bytes",
        "Size of the disk of the data directory.",
        data.toFile()::getTotalSpace);
  }

  private static void bytes(
      PrometheusRegistry registry, String name, String help, LongSupplier figure) {
    GaugeWithCallback.builder()
        .name(name)
        .unit(Unit.BYTES)
        .help(help)
        .callback(callback -> callback.call((double) figure.getAsLong()))
        .register(registry);
  }

  public static void showPostgres(
      PrometheusRegistry registry, Supplier<ProcessState> state, IntSupplier restarts) {
    GaugeWithCallback.builder()
        .name("altertable_postgres_up")
        .help("1 while the process of the embedded PostgreSQL runs.")
        .callback(callback -> callback.call(state.get() instanceof ProcessState.Running ? 1 : 0))
        .register(registry);
    CounterWithCallback.builder()
        .name("altertable_postgres_restarts_total")
        .help("How often the embedded PostgreSQL was started again.")
        .callback(callback -> callback.call(restarts.getAsInt()))
        .register(registry);
  }

  /// @param restarts how often each worker was started again, by its slug
  public static void showWorkers(
      PrometheusRegistry registry, Supplier<Map<String, Integer>> restarts) {
    CounterWithCallback.builder()
        .name("altertable_worker_restarts_total")
        .help("How often a worker was started again.")
        .labelNames("worker")
        .callback(callback -> restarts.get().forEach((slug, times) -> callback.call(times, slug)))
        .register(registry);
  }
}
