package ai.altertable.systemtests.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A client that speaks in bytes, and may go away as it likes.
public final class RawClient implements AutoCloseable {
  private static final int SMALL_BUFFER_BYTES = 16 << 10;

  private final Socket socket;
  private final Http http;

  private RawClient(Socket socket, Http http) {
    this.socket = socket;
    this.http = http;
  }

  /// Connects to where the given client does, in the same user's name. With a small receive buffer,
  /// so that a server soon notices when nobody reads.
  public static RawClient connect(Http http) {
    try {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(SMALL_BUFFER_BYTES);
      socket.connect(new InetSocketAddress(http.base().getHost(), http.base().getPort()), 5_000);
      return new RawClient(socket, http);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Sends a query, and reads nothing.
  public RawClient post(Query query) {
    byte[] body = query.toString().getBytes(StandardCharsets.UTF_8);
    return send(
        "POST /query HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(http.authorization(), body.length, query));
  }

  public RawClient send(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Sends FIN, and goes on reading.
  public RawClient halfClose() {
    try {
      socket.shutdownOutput();
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Everything until the server closes.
  public String readToEnd(Duration within) {
    StringBuilder all = new StringBuilder();
    try {
      socket.setSoTimeout((int) within.toMillis());
      InputStream in = socket.getInputStream();
      byte[] piece = new byte[8192];
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        all.append(new String(piece, 0, count, StandardCharsets.ISO_8859_1));
      }
      return all.toString();
    } catch (IOException failure) {
      throw new UncheckedIOException("after " + all, failure);
    }
  }

  /// Reads that many bytes, as slowly as told.
  ///
  /// @return false when the server closed before
  public boolean read(long bytes, Duration pausePerPiece, int pieceBytes) {
    try {
      InputStream in = socket.getInputStream();
      byte[] piece = new byte[pieceBytes];
      long left = bytes;
      while (left > 0) {
        int count = in.read(piece, 0, (int) Math.min(left, piece.length));
        if (count < 0) {
          return false;
        }
        left -= count;
        Wait.pause(pausePerPiece);
      }
      return true;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Goes away by RST.
  public void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Goes away by FIN; the kernel makes it an RST where something was left unread.
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
