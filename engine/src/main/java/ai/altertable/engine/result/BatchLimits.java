package ai.altertable.engine.result;

import java.time.Duration;

/// How large a batch may grow, and how long its rows may wait for more.
///
/// @param firstRows at the most in the first batch, so that somebody who waits sees something; each
///   further one may have twice as many, up to `rows`
/// @param rows at the most
/// @param bytes about so many; a single row may exceed it
/// @param patience a batch that took so long to collect is handed out, however few its rows are
public record BatchLimits(int firstRows, int rows, long bytes, Duration patience) {
  public static final BatchLimits DEFAULT =
      new BatchLimits(2_048, 65_536, 8L << 20, Duration.ofMillis(50));

  public BatchLimits {
    if (firstRows < 1 || rows < firstRows || bytes < 1) {
      throw new IllegalArgumentException(
          "a batch must be allowed at least a row and a byte, and no fewer rows than the first");
    }
  }
}
