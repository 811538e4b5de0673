package ai.altertable.benchmarks.suite;

import java.util.List;

/// All benchmarks, in the order in which they run: those that need a quiet machine first.
public final class Suite {
  private Suite() {}

  public static List<Benchmark> all() {
    return List.of(
        new Start(),
        new SelectOne(),
        new SmallStatements(),
        new ManyRows(),
        new Tpch(),
        new Uploads(),
        new SmallCommits(),
        new TenClients());
  }
}
