package ai.altertable.benchmarks.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/// One kept HTTP/1.1 connection, with as little work as the protocol allows: a blocking socket, a
/// buffer outside the heap, no parsing of what is not needed. Confined to one thread.
final class HttpConnection implements AutoCloseable {
  private static final int BUFFER_BYTES = 256 << 10;

  private final SocketChannel channel;
  private final String fields;
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES).flip();

  private HttpConnection(SocketChannel channel, String fields) {
    this.channel = channel;
    this.fields = fields;
  }

  /// Is given a body piece by piece; the buffer is valid during the call only.
  interface Sink {
    void take(ByteBuffer piece);
  }

  static HttpConnection open(InetSocketAddress address, String authorization) {
    try {
      SocketChannel channel = SocketChannel.open(address);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      String host = address.getHostString() + ":" + address.getPort();
      return new HttpConnection(
          channel, "Host: " + host + "\r\nAuthorization: " + authorization + "\r\n");
    } catch (IOException failure) {
      throw new ClientFailure("cannot connect to " + address, failure);
    }
  }

  /// @return the status
  int post(String target, byte[] body, Sink sink) {
    byte[] head = head(target, body.length);
    ByteBuffer request = ByteBuffer.allocateDirect(head.length + body.length);
    request.put(head).put(body).flip();
    try {
      write(request);
      return answer(sink);
    } catch (IOException failure) {
      throw broken(target, failure);
    }
  }

  /// Posts a file.
  ///
  /// @return the status
  int post(String target, Path file, Sink sink) {
    try (FileChannel source = FileChannel.open(file)) {
      long size = source.size();
      write(ByteBuffer.wrap(head(target, size)));
      for (long sent = 0; sent < size; ) {
        sent += source.transferTo(sent, size - sent, channel);
      }
      return answer(sink);
    } catch (IOException failure) {
      throw broken(target, failure);
    }
  }

  private static ClientFailure broken(String target, IOException failure) {
    return new ClientFailure("POST " + target + " broke off: " + failure.getMessage(), failure);
  }

  private byte[] head(String target, long length) {
    return ("POST " + target + " HTTP/1.1\r\n" + fields + "Content-Length: " + length + "\r\n\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private int answer(Sink sink) throws IOException {
    String status = line();
    long length = 0;
    boolean chunked = false;
    for (String field = line(); !field.isEmpty(); field = line()) {
      String lower = field.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring("content-length:".length()).strip());
      } else if (lower.startsWith("transfer-encoding:") && lower.contains("chunked")) {
        chunked = true;
      }
    }
    if (chunked) {
      chunks(sink);
    } else {
      body(length, sink);
    }
    return Integer.parseInt(status.split(" ", 3)[1]);
  }

  private void chunks(Sink sink) throws IOException {
    for (long size = chunkSize(); size > 0; size = chunkSize()) {
      body(size, sink);
      line();
    }
    while (!line().isEmpty()) {
      // A trailer field says nothing that is wanted here.
    }
  }

  private long chunkSize() throws IOException {
    String line = line();
    int extension = line.indexOf(';');
    return Long.parseLong(extension < 0 ? line : line.substring(0, extension), 16);
  }

  private void body(long length, Sink sink) throws IOException {
    for (long left = length; left > 0; ) {
      if (!in.hasRemaining()) {
        fill();
      }
      int size = (int) Math.min(left, in.remaining());
      sink.take(in.slice(in.position(), size));
      in.position(in.position() + size);
      left -= size;
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    while (true) {
      if (!in.hasRemaining()) {
        fill();
      }
      char next = (char) (in.get() & 0xff);
      if (next == '\n') {
        return line.toString();
      }
      if (next != '\r') {
        line.append(next);
      }
    }
  }

  private void fill() throws IOException {
    in.clear();
    int read = channel.read(in);
    in.flip();
    if (read < 0) {
      throw new EOFException("the server closed the connection");
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException failure) {
      throw new ClientFailure("cannot close a connection", failure);
    }
  }
}
