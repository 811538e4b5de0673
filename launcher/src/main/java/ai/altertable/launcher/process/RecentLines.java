package ai.altertable.launcher.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/// Keeps the last lines of an output, to explain an end. Safe for use by several threads.
public final class RecentLines implements Consumer<String> {
  private final int linesMax;
  private final Deque<String> lines = new ArrayDeque<>();

  public RecentLines(int linesMax) {
    this.linesMax = linesMax;
  }

  @Override
  public synchronized void accept(String line) {
    if (lines.size() == linesMax) {
      lines.removeFirst();
    }
    lines.addLast(line);
  }

  /// Oldest first.
  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  public synchronized void clear() {
    lines.clear();
  }
}
