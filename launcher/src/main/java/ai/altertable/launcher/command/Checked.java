package ai.altertable.launcher.command;

import java.util.List;

/// A command whose options can have values that make no sense.
interface Checked {
  /// What is wrong with the values, in sentences.
  List<String> problems();
}
