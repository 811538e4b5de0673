package ai.altertable.launcher.worker;

import ai.altertable.foundation.identity.Grant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The server's own requests to a worker: a few, small, each on a connection of its own. HTTP/1.0,
/// so that an answer ends with its connection.
public final class WorkerHttp {
  private static final int ANSWER_BYTES_MAX = 16 << 20;

  /// An answer.
  public record Answer(int status, String body) {}

  private final Path socket;

  public WorkerHttp(Path socket) {
    this.socket = socket;
  }

  Answer get(String path) throws IOException {
    return exchange("GET " + path + " HTTP/1.0\r\nHost: worker\r\n\r\n");
  }

  /// Sends a JSON body.
  ///
  /// @param grant a signed one, for this worker
  public Answer post(String path, String grant, String json) throws IOException {
    int length = json.getBytes(StandardCharsets.UTF_8).length;
    return exchange(
        """
        POST %s HTTP/1.0\r
        Host: worker\r
        Content-Type: application/json\r
        Content-Length: %d\r
        %s: %s\r
        \r
        %s\
        """
            .formatted(path, length, Grant.HEADER, grant, json));
  }

  private Answer exchange(String request) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      ByteBuffer out = ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8));
      while (out.hasRemaining()) {
        channel.write(out);
      }
      return parse(readAll(channel));
    }
  }

  private static String readAll(SocketChannel channel) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer piece = ByteBuffer.allocate(8192);
    while (channel.read(piece) >= 0) {
      all.write(piece.array(), 0, piece.position());
      piece.clear();
      if (all.size() > ANSWER_BYTES_MAX) {
        throw new IOException("the worker's answer is longer than expected");
      }
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  private static Answer parse(String answer) throws IOException {
    int body = answer.indexOf("\r\n\r\n");
    if (body < 0 || !answer.startsWith("HTTP/1.") || answer.length() < 12) {
      throw new IOException("the worker's answer broke off");
    }
    return new Answer(Integer.parseInt(answer.substring(9, 12)), answer.substring(body + 4));
  }
}
