package ai.altertable.gateway.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// What was sent of a request's body, for as long as the request may have to be sent again. Holds
/// references, no copies. Confined to the event loop.
final class Replay {
  private static final int BYTES_MAX = 512 << 10;

  /// A content and where its bytes began: sending moves its reader index.
  private record Sent(HttpContent content, int begin) {}

  private final Deque<Sent> sent = new ArrayDeque<>(2);
  private int bytes;

  /// False when it would be too much; then nothing is held any more.
  boolean add(HttpContent content) {
    ByteBuf buffer = content.content();
    bytes += buffer.readableBytes();
    if (bytes > BYTES_MAX) {
      drop();
      return false;
    }
    sent.add(new Sent(content.retain(), buffer.readerIndex()));
    return true;
  }

  /// Hands everything over, references included, as it was when it was added.
  void to(Consumer<HttpContent> target) {
    for (Sent next = sent.poll(); next != null; next = sent.poll()) {
      next.content().content().readerIndex(next.begin());
      target.accept(next.content());
    }
  }

  void drop() {
    for (Sent next = sent.poll(); next != null; next = sent.poll()) {
      next.content().release();
    }
  }
}
