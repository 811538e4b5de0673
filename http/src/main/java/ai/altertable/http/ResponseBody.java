package ai.altertable.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The body of an answer. Writing blocks while the client does not keep up.
///
/// ```
///   OPEN --write grows large, flush, some ms pass--> COMMITTED   head and first bytes are out
///   OPEN --close--> ENDED                            one write, with Content-Length
///   COMMITTED --close--> ENDED
///   any --abort, stall--> ABORTED                    connection reset
///   any --client goes--> GONE                        writes throw ClientGoneException
/// ```
///
/// To be written by one thread; [#abort] may come from any.
public final class ResponseBody extends OutputStream {
  private static final int FIRST_BYTES = 512;
  private static final int CHUNK_BYTES = 64 << 10;

  private enum State {
    OPEN,
    COMMITTED,
    ENDED,
    ABORTED,
    GONE
  }

  private final AnswerChannel connection;
  private final HttpExchange exchange;
  private final AnswerHead head;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  private State state = State.OPEN;
  private @Nullable ByteBuf buffer;
  private long bufferedSince;
  private long written;

  ResponseBody(AnswerChannel connection, HttpExchange exchange, AnswerHead head) {
    this.connection = connection;
    this.exchange = exchange;
    this.head = head;
  }

  @Override
  public void write(int single) throws IOException {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    write(ByteBuffer.wrap(source, offset, length));
  }

  /// Writes what remains in `source`.
  public void write(ByteBuffer source) throws IOException {
    lock.lock();
    try {
      requireWritable();
      count(source.remaining());
      while (source.hasRemaining()) {
        append(source);
        if (space() == 0) {
          commit();
          awaitWritable();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Sends what is buffered, and the head if it has not gone out.
  @Override
  public void flush() throws IOException {
    lock.lock();
    try {
      requireWritable();
      commit();
    } finally {
      lock.unlock();
    }
  }

  /// Ends the answer: what was written is the whole of it. Not for `try (…)` around code that may
  /// fail half-way; that has to [#abort].
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      if (state == State.ENDED) {
        return;
      }
      requireWritable();
      if (isShort()) {
        abort();
        throw new IOException(
            "the answer has only " + written + " of the bytes that its Content-Length promises");
      }
      end();
    } finally {
      lock.unlock();
    }
  }

  /// Resets the connection, so that no client takes a part of the answer for the whole. No effect
  /// once the answer has ended.
  public void abort() {
    lock.lock();
    try {
      if (state == State.OPEN || state == State.COMMITTED) {
        state = State.ABORTED;
        release();
        changed.signalAll();
        connection.abandon(exchange);
      }
    } finally {
      lock.unlock();
    }
  }

  // ---- the event loop's side

  void gone() {
    lock.lock();
    try {
      if (state == State.OPEN || state == State.COMMITTED) {
        state = State.GONE;
        release();
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// The channel may have become writable.
  void writabilityChanged() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Sends what has waited since `before` (in terms of `System.nanoTime`), unless the writer is at
  /// work right now.
  void flushOlderThan(long before) {
    if (!lock.tryLock()) {
      return;
    }
    try {
      boolean open = state == State.OPEN || state == State.COMMITTED;
      if (open && buffer != null && bufferedSince - before <= 0 && connection.isWritable()) {
        commit();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean hasBegun() {
    lock.lock();
    try {
      return state != State.OPEN;
    } finally {
      lock.unlock();
    }
  }

  /// The handler has returned: an answer that has not ended by now never will.
  void requireFinished() {
    lock.lock();
    try {
      if (state == State.OPEN || state == State.COMMITTED) {
        throw new IllegalStateException("the handler neither closed nor aborted its answer");
      }
    } finally {
      lock.unlock();
    }
  }

  // ---- inside, under the lock

  private void requireWritable() throws IOException {
    switch (state) {
      case OPEN, COMMITTED -> {}
      case ENDED -> throw new IOException("the answer has ended");
      case ABORTED -> throw new IOException("the answer was aborted");
      case GONE -> throw new ClientGoneException();
    }
  }

  private void count(int bytes) throws IOException {
    written += bytes;
    if (head.declaredLength().isPresent() && written > head.declaredLength().getAsLong()) {
      abort();
      throw new IOException("the answer is longer than its Content-Length promises");
    }
  }

  private boolean isShort() {
    return head.allowsBody()
        && !exchange.method().equals("HEAD")
        && head.declaredLength().orElse(written) != written;
  }

  private void append(ByteBuffer source) {
    ByteBuf target = buffer;
    if (target == null) {
      int first = state == State.OPEN ? Math.max(FIRST_BYTES, source.remaining()) : CHUNK_BYTES;
      target = connection.allocate(Math.min(first, CHUNK_BYTES), CHUNK_BYTES);
      buffer = target;
      bufferedSince = System.nanoTime();
    }
    int count = Math.min(source.remaining(), CHUNK_BYTES - target.readableBytes());
    target.writeBytes(source.slice(source.position(), count));
    source.position(source.position() + count);
  }

  private int space() {
    return buffer == null ? CHUNK_BYTES : CHUNK_BYTES - buffer.readableBytes();
  }

  private void commit() {
    if (state == State.OPEN) {
      state = State.COMMITTED;
      connection.begin(exchange, head);
    }
    ByteBuf content = take();
    if (content == null) {
      connection.flush();
    } else if (bodyIsSent()) {
      connection.send(new DefaultHttpContent(content));
    } else {
      content.release();
    }
  }

  private void end() {
    ByteBuf content = take();
    if (content != null && !bodyIsSent()) {
      content.release();
      content = null;
    }
    ByteBuf rest = content == null ? Unpooled.EMPTY_BUFFER : content;
    if (state == State.OPEN) {
      connection.answer(exchange, exchange.method().equals("HEAD") ? headOnly() : head.whole(rest));
    } else {
      connection.end(exchange, new DefaultLastHttpContent(rest));
    }
    state = State.ENDED;
  }

  /// The length is that of the body which a GET would have got.
  private FullHttpResponse headOnly() {
    var whole = head.whole(Unpooled.EMPTY_BUFFER);
    if (head.allowsBody() && head.declaredLength().isEmpty()) {
      whole.headers().set("content-length", written);
    }
    return whole;
  }

  private boolean bodyIsSent() {
    return head.allowsBody() && !exchange.method().equals("HEAD");
  }

  private @Nullable ByteBuf take() {
    ByteBuf taken = buffer;
    buffer = null;
    return taken;
  }

  private void release() {
    ByteBuf content = take();
    if (content != null) {
      content.release();
    }
  }

  /// Blocks while the connection has more than enough to send. A client that takes nothing at all
  /// for the configured time is cut off.
  private void awaitWritable() throws IOException {
    Duration timeout = connection.sendStallTimeout();
    long patience = timeout.isZero() ? Long.MAX_VALUE : timeout.toNanos();
    long nanos = patience;
    long left = connection.bytesToWritable();
    try {
      while (left > 0 && state == State.COMMITTED) {
        nanos = changed.awaitNanos(nanos);
        long now = connection.bytesToWritable();
        if (now < left) {
          nanos = patience;
        } else if (nanos <= 0) {
          abort();
          throw new ClientStalledException("took", timeout);
        }
        left = now;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      abort();
      throw new InterruptedIOException("interrupted while waiting for the client to read");
    }
    requireWritable();
  }
}
