package ai.altertable.benchmarks.measure;

import java.util.function.Supplier;

/// One of those that are compared.
///
/// @param name as the report calls it
/// @param round does the work once, and tells what each operation took
/// @param tidy runs after each round, outside of what is measured
public record Contender(String name, Supplier<Series> round, Runnable tidy) {
  public Contender(String name, Supplier<Series> round) {
    this(name, round, () -> {});
  }
}
