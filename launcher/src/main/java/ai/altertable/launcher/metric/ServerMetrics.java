package ai.altertable.launcher.metric;

import ai.altertable.controlplane.fleet.member.MemberState;
import ai.altertable.controlplane.fleet.member.ObservedMember;
import ai.altertable.foundation.fleet.Load;
import ai.altertable.foundation.fleet.Member;
import ai.altertable.launcher.Version;
import ai.altertable.launcher.process.ProcessState;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

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

  /// What is known here of workers without asking them: also of one that cannot be asked from here.
  ///
  /// @param members as the control plane sees them
  public static void showMembers(
      PrometheusRegistry registry, Supplier<List<ObservedMember>> members) {
    GaugeWithCallback.builder()
        .name("altertable_members")
        .help("Workers and gateways of the fleet, by their state.")
        .labelNames("kind", "state")
        .callback(callback ->
            counts(members.get())
                .forEach((labels, count) -> callback.call(count, labels.kind(), labels.state())))
        .register(registry);
    GaugeWithCallback.builder()
        .name("altertable_heartbeat_statements")
        .help(
            "Statements of a worker by its last heartbeat: let in (running), or not yet (queued).")
        .labelNames("state", "worker")
        .callback(callback ->
            loads(members.get())
                .forEach((slug, load) -> {
                  callback.call(load.running(), "running", slug);
                  callback.call(load.queued(), "queued", slug);
                }))
        .register(registry);
    GaugeWithCallback.builder()
        .name("altertable_heartbeat_sessions")
        .help("Sessions of a worker by its last heartbeat: used by requests (in_use), or kept.")
        .labelNames("state", "worker")
        .callback(callback ->
            loads(members.get())
                .forEach((slug, load) -> {
                  callback.call(load.sessions(), "in_use", slug);
                  callback.call(load.sessionsKept(), "kept", slug);
                }))
        .register(registry);
  }

  private record KindAndState(String kind, String state) {}

  private static Map<KindAndState, Long> counts(List<ObservedMember> members) {
    return members.stream()
        .filter(one -> !(one.state() instanceof MemberState.Revoked))
        .collect(
            Collectors.groupingBy(
                one ->
                    new KindAndState(
                        one.enrolled().member().kind().name().toLowerCase(Locale.ROOT),
                        one.state().word()),
                Collectors.counting()));
  }

  /// Of workers that are up, by slug.
  private static Map<String, Load> loads(List<ObservedMember> members) {
    return members.stream()
        .filter(one -> one.enrolled().member().kind() == Member.Kind.WORKER)
        .filter(one -> one.status().isPresent())
        .collect(Collectors.toMap(ObservedMember::slug, ObservedMember::load, (one, _) -> one));
  }
}
