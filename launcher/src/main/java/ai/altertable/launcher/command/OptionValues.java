package ai.altertable.launcher.command;

import ai.altertable.foundation.lifecycle.DataSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

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

  Duration seconds(String option, String text, int min, int max) {
    return Duration.ofSeconds(number(option, text, min, max));
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

  /// @param type its constants are what may be said, in any case
  <E extends Enum<E>> E choice(String option, String text, Class<E> type) {
    E[] constants = type.getEnumConstants();
    for (E constant : constants) {
      if (constant.name().equalsIgnoreCase(text.strip())) {
        return constant;
      }
    }
    String names =
        Arrays.stream(constants)
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    problems.add("%s must be one of %s, not %s".formatted(option, names, text));
    return constants[0];
  }

  void problem(String sentence) {
    problems.add(sentence);
  }

  /// In sentences; empty when all is well.
  List<String> problems() {
    return List.copyOf(problems);
  }
}
