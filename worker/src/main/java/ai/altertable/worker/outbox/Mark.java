package ai.altertable.worker.outbox;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something that has begun and whose end is to be told: should the process die, the next one tells
/// of it. Where it stands on the disk is guarded by the outbox's lock.
public final class Mark {
  private final UUID id;
  private @Nullable Segment segment;
  private int offset;

  Mark(UUID id) {
    this.id = id;
  }

  UUID id() {
    return id;
  }

  void standsAt(Segment written, int at) {
    this.segment = written;
    this.offset = at;
  }

  boolean isIn(Segment other) {
    return segment == other;
  }

  /// The segment goes, and the next process will not know of this.
  ///
  /// @return whether it stood there
  boolean forgetIfIn(Segment other) {
    if (segment != other) {
      return false;
    }
    segment = null;
    return true;
  }

  int offset() {
    return offset;
  }

  /// It has ended: nobody need tell of it any more.
  void erase() {
    if (segment != null) {
      segment.finish(offset);
      segment = null;
    }
  }
}
