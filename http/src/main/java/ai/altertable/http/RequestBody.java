package ai.altertable.http;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A request's body on its way from the event loop, which offers, to the handler's thread, which
/// reads and may block.
///
/// Holds at most about [#HIGH] bytes and one read of the socket: above, the connection stops
/// reading; below [#LOW] it goes on.
final class RequestBody extends InputStream {
  static final int HIGH = 256 << 10;
  private static final int LOW = 128 << 10;

  private final AnswerChannel connection;
  private final boolean continueExpected;
  private final Duration stallTimeout;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Deque<ByteBuf> chunks = new ArrayDeque<>();

  private long received;
  private long discarded;
  private int held;
  private boolean complete;
  private boolean discarding;
  private boolean wanted;
  private @Nullable IOException failure;

  /// @param continueExpected the client sends nothing until it is told to go on
  RequestBody(AnswerChannel connection, boolean continueExpected, Duration stallTimeout) {
    this.connection = connection;
    this.continueExpected = continueExpected;
    this.stallTimeout = stallTimeout;
  }

  // ---- the event loop's side

  /// Takes over the reference.
  void offer(ByteBuf chunk) {
    lock.lock();
    try {
      received += chunk.readableBytes();
      if (discarding || failure != null || !chunk.isReadable()) {
        discarded += chunk.readableBytes();
        chunk.release();
        return;
      }
      chunks.add(chunk);
      held += chunk.readableBytes();
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  void complete() {
    lock.lock();
    try {
      complete = true;
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Lets every read from now on throw `cause`. What was received before is dropped.
  void fail(IOException cause) {
    lock.lock();
    try {
      if (failure == null) {
        failure = cause;
      }
      releaseAll();
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Nobody will read any more: drops what is there and what is still to come.
  void discard() {
    lock.lock();
    try {
      discarding = true;
      releaseAll();
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  private void releaseAll() {
    chunks.forEach(ByteBuf::release);
    chunks.clear();
    held = 0;
  }

  boolean isFull() {
    lock.lock();
    try {
      return held >= HIGH;
    } finally {
      lock.unlock();
    }
  }

  boolean isComplete() {
    lock.lock();
    try {
      return complete;
    } finally {
      lock.unlock();
    }
  }

  /// Bytes that have arrived so far, read or not.
  long received() {
    lock.lock();
    try {
      return received;
    } finally {
      lock.unlock();
    }
  }

  /// Bytes that have arrived and that nobody wanted.
  long discarded() {
    lock.lock();
    try {
      return discarded;
    } finally {
      lock.unlock();
    }
  }

  /// True when the client may still be waiting to be told to go on.
  boolean awaitsContinue() {
    lock.lock();
    try {
      return continueExpected && !wanted && received == 0;
    } finally {
      lock.unlock();
    }
  }

  // ---- the handler's side

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    boolean resume;
    int count;
    lock.lock();
    try {
      ByteBuf chunk = await();
      if (chunk == null) {
        return -1;
      }
      count = Math.min(length, chunk.readableBytes());
      chunk.readBytes(target, offset, count);
      resume = took(chunk, count);
    } finally {
      lock.unlock();
    }
    if (resume) {
      connection.readOn();
    }
    return count;
  }

  @Override
  public long transferTo(OutputStream target) throws IOException {
    byte[] buffer = new byte[64 << 10];
    long total = 0;
    for (int count = read(buffer); count >= 0; count = read(buffer)) {
      target.write(buffer, 0, count);
      total += count;
    }
    return total;
  }

  @Override
  public int available() {
    lock.lock();
    try {
      return held;
    } finally {
      lock.unlock();
    }
  }

  /// True when reading from the socket, held back before, may go on.
  private boolean took(ByteBuf chunk, int count) {
    boolean wasAbove = held >= LOW;
    held -= count;
    if (!chunk.isReadable()) {
      chunks.remove();
      chunk.release();
    }
    return wasAbove && held < LOW;
  }

  /// The next chunk with bytes in it, or null at the end.
  private @Nullable ByteBuf await() throws IOException {
    if (!wanted && chunks.isEmpty() && !complete) {
      wanted = true;
      if (continueExpected) {
        connection.goOn();
      }
    }
    long nanos = stallTimeout.isZero() ? Long.MAX_VALUE : stallTimeout.toNanos();
    try {
      while (chunks.isEmpty() && !isOver()) {
        if (nanos <= 0) {
          throw stalled();
        }
        nanos = arrived.awaitNanos(nanos);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the request's body");
    }
    return chunks.peek();
  }

  /// True at the regular end.
  private boolean isOver() throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (discarding) {
      throw new IOException("the request's body cannot be read after its answer has ended");
    }
    return complete;
  }

  private ClientStalledException stalled() {
    connection.reset();
    return new ClientStalledException("sent", stallTimeout);
  }
}
