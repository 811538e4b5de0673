package ai.altertable.gateway.exchange;

import ai.altertable.foundation.session.SessionId;
import ai.altertable.gateway.placement.BodyBudget;
import ai.altertable.gateway.placement.SessionIdScanner;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Holds a request's body until its end, as what is in it decides where it goes. A body that comes
/// in one piece is held as it came; others are put together, as many small pieces would take many
/// times their size. Confined to the event loop.
final class Holding {
  /// What became of a piece.
  enum Step {
    HELD,
    WHOLE,
    TOO_LARGE,
    NO_ROOM
  }

  private final BodyBudget budget;
  private final int bytesMax;
  private final ByteBufAllocator allocator;
  private final SessionIdScanner scanner = new SessionIdScanner();
  private @Nullable ByteBuf held;
  private long counted;
  private boolean whole;

  Holding(BodyBudget budget, int bytesMax, ByteBufAllocator allocator) {
    this.budget = budget;
    this.bytesMax = bytesMax;
    this.allocator = allocator;
  }

  /// Takes over the reference.
  Step add(HttpContent content) {
    boolean last = content instanceof LastHttpContent;
    ByteBuf piece = content.content();
    int bytes = piece.readableBytes();
    if (counted + bytes > bytesMax || !budget.take(bytes)) {
      content.release();
      return counted + bytes > bytesMax ? Step.TOO_LARGE : Step.NO_ROOM;
    }
    counted += bytes;
    scanner.add(piece);
    if (last && held == null) {
      held = piece;
    } else {
      copy(piece);
      content.release();
    }
    whole = last;
    return last ? Step.WHOLE : Step.HELD;
  }

  private void copy(ByteBuf piece) {
    if (held == null) {
      held = allocator.buffer(piece.readableBytes());
    }
    held.writeBytes(piece);
  }

  boolean isWhole() {
    return whole;
  }

  Optional<SessionId> session() {
    ByteBuf body = held;
    return body != null && SessionIdScanner.isWide(body)
        ? SessionIdScanner.ofWhole(ByteBufUtil.getBytes(body))
        : scanner.found();
  }

  /// Hands the whole body over, with its reference. What it took of the budget is given back by
  /// [#release].
  HttpContent take() {
    ByteBuf body = held;
    held = null;
    return body == null ? LastHttpContent.EMPTY_LAST_CONTENT : new DefaultLastHttpContent(body);
  }

  /// Gives back what is held. May be called several times.
  void release() {
    budget.giveBack(counted);
    counted = 0;
    if (held != null) {
      held.release();
      held = null;
    }
  }
}
