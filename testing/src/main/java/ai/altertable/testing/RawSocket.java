package ai.altertable.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One end of a connection, client's or server's, that speaks in bytes.
public final class RawSocket implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final SocketChannel channel;
  private final StringBuilder received = new StringBuilder();

  public RawSocket(SocketChannel channel) {
    this.channel = channel;
  }

  public static RawSocket connect(SocketAddress server) {
    return connect(server, 0);
  }

  /// @param receiveBytes size of the socket's receive buffer; 0: the system's
  public static RawSocket connect(SocketAddress server, int receiveBytes) {
    try {
      SocketChannel channel =
          server instanceof UnixDomainSocketAddress
              ? SocketChannel.open(StandardProtocolFamily.UNIX)
              : SocketChannel.open();
      if (receiveBytes > 0) {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBytes);
      }
      channel.connect(server);
      return new RawSocket(channel);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public RawSocket send(String text) {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawSocket send(byte[] bytes) {
    return send(ByteBuffer.wrap(bytes));
  }

  public RawSocket send(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Sends as much as the connection takes at the moment; answers how much that was.
  public long sendWithoutBlocking(byte[] bytes) {
    try {
      channel.configureBlocking(false);
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      for (int idle = 0; buffer.hasRemaining() && idle < 300; ) {
        idle = channel.write(buffer) > 0 ? 0 : idle + 1;
        Thread.sleep(1);
      }
      channel.configureBlocking(true);
      return buffer.position();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /// True when nothing comes for so long.
  public boolean isSilentFor(Duration time) {
    try {
      channel.configureBlocking(false);
      Patience.pause(time);
      int count = channel.read(ByteBuffer.allocate(1));
      channel.configureBlocking(true);
      return count == 0;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Takes what has come so far. A socket that is closed with bytes unread is reset.
  public RawSocket takeWhatCame() {
    try {
      channel.configureBlocking(false);
      ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
      while (channel.read(buffer.clear()) > 0) {
        received.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
      }
      channel.configureBlocking(true);
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Whatever one read of the socket gives; empty at the end.
  public String readOnce() {
    ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
    int count = within(() -> channel.read(buffer));
    return new String(buffer.array(), 0, Math.max(0, count), StandardCharsets.ISO_8859_1);
  }

  /// Reads until `mark` has come; answers with everything up to its end, once.
  public String readThrough(String mark) {
    while (received.indexOf(mark) < 0) {
      String more = readOnce();
      if (more.isEmpty()) {
        throw new AssertionError("closed by the other end; before that came: " + received);
      }
      received.append(more);
    }
    int end = received.indexOf(mark) + mark.length();
    String found = received.substring(0, end);
    received.delete(0, end);
    return found;
  }

  /// One answer with a `Content-Length`.
  public String readAnswer() {
    String head = readThrough("\r\n\r\n");
    String lower = head.toLowerCase(Locale.ROOT);
    int at = lower.indexOf("content-length: ") + "content-length: ".length();
    int length = Integer.parseInt(lower.substring(at, lower.indexOf('\r', at)));
    while (received.length() < length) {
      received.append(readOnce());
    }
    String body = received.substring(0, length);
    received.delete(0, length);
    return head + body;
  }

  /// Everything until the other end closes; a reset ends it as well, and is noted.
  public String readToEnd() {
    try {
      for (String more = readOnce(); !more.isEmpty(); more = readOnce()) {
        received.append(more);
      }
    } catch (UncheckedIOException reset) {
      received.append("[reset]");
    }
    String all = received.toString();
    received.setLength(0);
    return all;
  }

  /// Waits for the other end to close or reset.
  public void awaitEnd() {
    readToEnd();
  }

  /// Reads and counts `bytes`, dropping them.
  public void skip(long bytes) {
    long left = bytes - received.length();
    received.setLength(0);
    ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10);
    while (left > 0) {
      buffer.clear().limit((int) Math.min(left, buffer.capacity()));
      int count = within(() -> channel.read(buffer));
      if (count < 0) {
        throw new AssertionError("closed by the other end, " + left + " bytes early");
      }
      left -= count;
    }
  }

  public RawSocket halfClose() {
    try {
      channel.shutdownOutput();
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public void reset() {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      channel.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @FunctionalInterface
  private interface Reading {
    int read() throws IOException;
  }

  private int within(Reading reading) {
    CompletableFuture<Integer> result = new CompletableFuture<>();
    Thread reader =
        Thread.ofVirtual()
            .start(() -> {
              try {
                result.complete(reading.read());
              } catch (IOException failure) {
                result.completeExceptionally(failure);
              }
            });
    try {
      return result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw new UncheckedIOException((IOException) failed.getCause());
    } catch (TimeoutException silent) {
      reader.interrupt();
      throw new AssertionError("nothing came for " + PATIENCE + "; before that: " + received);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
