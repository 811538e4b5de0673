package ai.altertable.worker.outbox;

/// How much an outbox takes of the disk.
///
/// @param segmentBytes of one file; a report must fit into one
/// @param segments at most, the one that is written and a spare one included
public record OutboxSize(int segmentBytes, int segments) {
  /// 256 MiB: some 300,000 statements.
  public static final OutboxSize DEFAULT = new OutboxSize(8 << 20, 32);

  public OutboxSize {
    if (segmentBytes < 4096 || segmentBytes % 4096 != 0) {
      throw new IllegalArgumentException("segmentBytes must be pages, not " + segmentBytes);
    }
    if (segments < 3) {
      throw new IllegalArgumentException("segments must be at least 3, not " + segments);
    }
  }
}
