package ai.altertable.launcher.command;

import ai.altertable.foundation.lifecycle.DataSize;
import java.util.ArrayList;
import java.util.List;

/// Reads values of options, and collects all that is wrong with them instead of stopping at the
/// first one. What is wrong reads as the least that is allowed; nobody goes on with it.
final class OptionValues {
  private final List<String> problems = new ArrayList<>();

  int number(String option, String text, int min, int max) {
    try {
      int value = Integer.parseInt(text.strip());
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException malformed) {
      // Told below, in the same words.
    }
    problems.add("%s must be between %d and %d, not %s".formatted(option, min, max, text));
    return min;
  }

  DataSize size(String option, String text, DataSize min) {
    try {
      DataSize value = DataSize.parse(text);
      if (value.bytes() >= min.bytes()) {
        return value;
      }
      problems.add("%s must be at least %s, not %s".formatted(option, min, text));
    } catch (IllegalArgumentException | ArithmeticException malformed) {
      problems.add("%s must be a size, for example 512MiB or 4GiB, not %s".formatted(option, text));
    }
    return min;
  }

  void problem(String sentence) {
    problems.add(sentence);
  }

  /// In sentences; empty when all is well.
  List<String> problems() {
    return List.copyOf(problems);
  }
}
