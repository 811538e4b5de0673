package ai.altertable.controlplane.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/// Calls the management API over its Unix socket.
record ManagementClient(Path socket, String authorization) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// @param head the status line and the header fields
  record Answer(int status, String head, String text) {
    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException broken) {
        throw new UncheckedIOException(text, broken);
      }
    }

    String code() {
      return json().path("error").path("code").asText();
    }

    String message() {
      return json().path("error").path("message").asText();
    }
  }

  ManagementClient bearer(String key) {
    return new ManagementClient(socket, "Bearer " + key);
  }

  ManagementClient basic(String name, String password) {
    String pair =
        Base64.getEncoder()
            .encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    return new ManagementClient(socket, "Basic " + pair);
  }

  Answer get(String path) {
    return send("GET", path, "");
  }

  Answer delete(String path) {
    return send("DELETE", path, "");
  }

  /// @param json with ' for "
  Answer post(String path, String json) {
    return send("POST", path, json.replace('\'', '"'));
  }

  /// @param json with ' for "
  Answer put(String path, String json) {
    return send("PUT", path, json.replace('\'', '"'));
  }

  /// @param json with ' for "
  Answer patch(String path, String json) {
    return send("PATCH", path, json.replace('\'', '"'));
  }

  /// @param path below `/rest/v1`
  Answer send(String method, String path, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        method
            + " /rest/v1"
            + path
            + " HTTP/1.0\r\nHost: local\r\nContent-Length: "
            + bytes.length
            + "\r\n"
            + (authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n")
            + "\r\n";
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      write(channel, head.getBytes(StandardCharsets.UTF_8));
      write(channel, bytes);
      String answer = read(channel);
      int end = answer.indexOf("\r\n\r\n");
      return new Answer(
          Integer.parseInt(answer.substring(9, 12)),
          answer.substring(0, end),
          answer.substring(end + 4));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void write(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static String read(SocketChannel channel) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer piece = ByteBuffer.allocate(8192);
    while (channel.read(piece) >= 0) {
      all.write(piece.array(), 0, piece.position());
      piece.clear();
    }
    return all.toString(StandardCharsets.UTF_8);
  }
}
