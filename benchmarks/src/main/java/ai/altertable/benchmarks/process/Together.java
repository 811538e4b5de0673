package ai.altertable.benchmarks.process;

import java.util.List;

/// What several clients got of the engine together.
///
/// @param done what was answered
/// @param failed how many statements were not, which did no work
public record Together(List<Done> done, int failed) {
  public Together {
    done = List.copyOf(done);
  }
}
