package ai.altertable.http;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A client that speaks in bytes.
final class RawClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final SocketChannel channel;
  private final StringBuilder received = new StringBuilder();

  private RawClient(SocketChannel channel) {
    this.channel = channel;
  }

  static RawClient connect(SocketAddress server) {
    return connect(server, 0);
  }

  /// @param receiveBytes size of the socket's receive buffer; 0: the system's
  static RawClient connect(SocketAddress server, int receiveBytes) {
    try {
      SocketChannel channel =
          server instanceof UnixDomainSocketAddress
              ? SocketChannel.open(StandardProtocolFamily.UNIX)
              : SocketChannel.open();
      if (receiveBytes > 0) {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBytes);
      }
      channel.connect(server);
      return new RawClient(channel);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  RawClient send(String text) {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] bytes) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Whatever one read of the socket gives; empty at the end.
  String readOnce() {
    return within(() -> {
      ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
      int count = channel.read(buffer);
      return new String(buffer.array(), 0, Math.max(0, count), StandardCharsets.ISO_8859_1);
    });
  }

  /// Reads until `mark` has come; answers with everything up to its end, once.
  String readThrough(String mark) {
    while (received.indexOf(mark) < 0) {
      String more = readOnce();
      if (more.isEmpty()) {
        throw new AssertionError("the server closed; before that it sent: " + received);
      }
      received.append(more);
    }
    int end = received.indexOf(mark) + mark.length();
    String found = received.substring(0, end);
    received.delete(0, end);
    return found;
  }

  /// Everything until the server closes; a reset ends it as well.
  String readToEnd() {
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

  /// Reads and counts `bytes`, dropping them.
  void skip(long bytes) {
    long left = bytes - received.length();
    received.setLength(0);
    ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10);
    try {
      while (left > 0) {
        buffer.clear().limit((int) Math.min(left, buffer.capacity()));
        int count = channel.read(buffer);
        if (count < 0) {
          throw new AssertionError("the server closed " + left + " bytes early");
        }
        left -= count;
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  RawClient halfClose() {
    try {
      channel.shutdownOutput();
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  void reset() {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      channel.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  SocketChannel channel() {
    return channel;
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
    String read() throws IOException;
  }

  private String within(Reading reading) {
    CompletableFuture<String> result = new CompletableFuture<>();
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
