package ai.altertable.launcher.process;

import ai.altertable.launcher.process.ProcessHttp.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A request on a connection of its own. HTTP/1.0, so that its answer ends with the connection.
record OneRequest(String text) {
  private static final int ANSWER_BYTES_MAX = 16 << 20;

  static OneRequest get(String path, Map<String, String> headers) {
    return new OneRequest(head("GET", path, headers) + "\r\n");
  }

  /// @param headers besides those of the body
  static OneRequest post(String path, Map<String, String> headers, String json) {
    int length = json.getBytes(StandardCharsets.UTF_8).length;
    return new OneRequest(
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

  Answer exchange(OutputStream out, InputStream in) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
    byte[] answer = in.readNBytes(ANSWER_BYTES_MAX + 1);
    if (answer.length > ANSWER_BYTES_MAX) {
      throw new IOException("the answer is longer than expected");
    }
    return parse(new String(answer, StandardCharsets.UTF_8));
  }

  private static Answer parse(String answer) throws IOException {
    int body = answer.indexOf("\r\n\r\n");
    if (body < 0 || !answer.startsWith("HTTP/1.") || answer.length() < 12) {
      throw new IOException("the answer broke off");
    }
    return new Answer(Integer.parseInt(answer.substring(9, 12)), answer.substring(body + 4));
  }
}
