package ai.altertable.benchmarks.suite;

/// Measures one thing, and adds what it finds to the report.
public interface Benchmark {
  /// As it is chosen on the command line.
  String name();

  /// What it measures, in one line.
  String about();

  void run(Workbench bench);
}
