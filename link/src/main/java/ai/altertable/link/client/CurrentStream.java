package ai.altertable.link.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The connection that the link has now, if any. Safe for use by several threads.
final class CurrentStream {
  /// Guarded by this.
  private @Nullable MemberStream stream;

  synchronized void set(MemberStream connected) {
    stream = connected;
    notifyAll();
  }

  synchronized void clear() {
    stream = null;
  }

  synchronized Optional<MemberStream> now() {
    return Optional.ofNullable(stream);
  }

  /// Waits until there is one; it may end at any time.
  synchronized MemberStream await() throws InterruptedException {
    while (stream == null || stream.ended().isDone()) {
      if (stream != null) {
        stream = null;
      }
      wait();
    }
    return stream;
  }
}
