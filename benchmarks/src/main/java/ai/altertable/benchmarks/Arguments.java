package ai.altertable.benchmarks;

import ai.altertable.benchmarks.suite.Effort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The command line of `./bench`.
///
/// @param names of the benchmarks to run; all when empty
/// @param keep whether the data of the run stays
record Arguments(List<String> names, Effort effort, boolean list, boolean keep) {
  static final String USAGE =
      """
      usage: ./bench [--list] [--rounds N] [--quick] [--keep] [BENCHMARK …]
             ./bench micro [PATTERN]
        --list      tells what there is
        --rounds N  turns of each side; 7 when not given
        --quick     only sees that everything runs; the figures mean nothing
        --keep      leaves the servers' data and logs where they were\
      """;

  private static final int ROUNDS = 7;
  private static final int QUICK_ROUNDS = 2;

  /// @throws IllegalArgumentException telling what is wrong
  static Arguments parse(List<String> words) {
    List<String> names = new ArrayList<>();
    Optional<Integer> rounds = Optional.empty();
    boolean quick = false;
    boolean list = false;
    boolean keep = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      switch (word) {
        case "--list" -> list = true;
        case "--quick" -> quick = true;
        case "--keep" -> keep = true;
        case "--rounds" -> rounds = Optional.of(number(words, ++i));
        default -> names.add(name(word));
      }
    }
    int turns = rounds.orElse(quick ? QUICK_ROUNDS : ROUNDS);
    return new Arguments(List.copyOf(names), new Effort(turns, quick), list, keep);
  }

  private static String name(String word) {
    if (word.startsWith("-")) {
      throw new IllegalArgumentException("unknown option " + word);
    }
    return word;
  }

  private static int number(List<String> words, int i) {
    try {
      return Integer.parseInt(words.get(i));
    } catch (NumberFormatException | IndexOutOfBoundsException none) {
      throw new IllegalArgumentException("--rounds needs a number");
    }
  }
}
