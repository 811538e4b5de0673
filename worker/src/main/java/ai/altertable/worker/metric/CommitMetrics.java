package ai.altertable.worker.metric;

import ai.altertable.engine.EngineEvents;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;

/// Measures the writes of an engine. Safe for use by several threads, and takes no locks.
final class CommitMetrics implements EngineEvents {
  private static final double[] SECONDS = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300
  };
  private static final double[] STATEMENTS = {1, 2, 4, 8, 16, 32, 64};

  private final Histogram leaseWait;
  private final Histogram leaseHold;
  private final Histogram commit;
  private final Histogram together;

  CommitMetrics(PrometheusRegistry registry) {
    this.leaseWait =
        seconds(
            registry,
            "altertable_write_lease_wait_seconds",
            "How long writes waited for the right to write to a database.");
    this.leaseHold =
        seconds(
            registry,
            "altertable_write_lease_hold_seconds",
            "How long a write kept the right to write to a database from others.");
    this.commit =
        seconds(
            registry,
            "altertable_commit_duration_seconds",
            "Commits of transactions that wrote to databases.");
    this.together =
        Histogram.builder()
            .name("altertable_commit_group_statements")
            .help("How many small inserts shared a commit.")
            .classicOnly()
            .classicUpperBounds(STATEMENTS)
            .register(registry);
  }

  private static Histogram seconds(PrometheusRegistry registry, String name, String help) {
    return Histogram.builder()
        .name(name)
        .unit(Unit.SECONDS)
        .help(help)
        .classicOnly()
        .classicUpperBounds(SECONDS)
        .register(registry);
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  @Override
  public void leaseTaken(Duration waited) {
    leaseWait.observe(seconds(waited));
  }

  @Override
  public void leaseGivenBack(Duration held) {
    leaseHold.observe(seconds(held));
  }

  @Override
  public void committed(Duration took) {
    commit.observe(seconds(took));
  }

  @Override
  public void committedTogether(int statements) {
    together.observe(statements);
  }
}
