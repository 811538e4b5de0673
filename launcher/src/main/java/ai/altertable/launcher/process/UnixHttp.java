package ai.altertable.launcher.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// Requests to a process of the platform over its Unix socket: a few, small, each on a connection
/// of its own. HTTP/1.0, so that an answer ends with its connection.
public final class UnixHttp {
  private static final int ANSWER_BYTES_MAX = 16 << 20;

  /// An answer.
  public record Answer(int status, String body) {}

  private final Path socket;

  public UnixHttp(Path socket) {
    this.socket = socket;
  }

  public Answer get(String path) throws IOException {
    return get(path, Map.of());
  }

  public Answer get(String path, Map<String, String> headers) throws IOException {
    return exchange(head("GET", path, headers) + "\r\n");
  }

  /// Sends a JSON body.
  ///
  /// @param headers besides those of the body
  public Answer post(String path, Map<String, String> headers, String json) throws IOException {
    int length = json.getBytes(StandardCharsets.UTF_8).length;
    return exchange(
        head("POST", path, headers)
            + "Content-Type: application/json\r\nContent-Length: "
            + length
            + "\r\n\r\n"
            + json);
  }

  private static String head(String method, String path, Map<String, String> headers) {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.0\r\nHost: local\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.toString();
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
        throw new IOException("the answer is longer than expected");
      }
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  private static Answer parse(String answer) throws IOException {
    int body = answer.indexOf("\r\n\r\n");
    if (body < 0 || !answer.startsWith("HTTP/1.") || answer.length() < 12) {
      throw new IOException("the answer broke off");
    }
    return new Answer(Integer.parseInt(answer.substring(9, 12)), answer.substring(body + 4));
  }
}
