package ai.altertable.gateway.placement;

import java.util.concurrent.atomic.AtomicLong;

/// Bounds the bytes of all request bodies that are held at the same time. Safe for use by several
/// threads.
public final class BodyBudget {
  private final long bytesMax;
  private final AtomicLong bytes = new AtomicLong();

  public BodyBudget(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /// False when there is no room for so many more; then none are taken.
  public boolean take(long more) {
    if (bytes.addAndGet(more) <= bytesMax) {
      return true;
    }
    bytes.addAndGet(-more);
    return false;
  }

  public void giveBack(long fewer) {
    bytes.addAndGet(-fewer);
  }

  public long taken() {
    return bytes.get();
  }
}
