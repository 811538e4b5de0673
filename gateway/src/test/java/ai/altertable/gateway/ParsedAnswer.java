package ai.altertable.gateway;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// An answer as a client understands it: strictly, and whole or not at all.
record ParsedAnswer(int status, String body, boolean keeps) {

  /// @throws EOFException when the connection ends first
  /// @throws IOException when it is no answer, or cut by a reset
  static ParsedAnswer read(InputStream input) throws IOException {
    String statusLine = line(input);
    if (!statusLine.matches("HTTP/1\\.1 \\d{3} .*")) {
      throw new IOException("no status line: " + statusLine);
    }
    int length = -1;
    boolean keeps = true;
    for (String field = line(input); !field.isEmpty(); field = line(input)) {
      String lower = field.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length: ")) {
        length = Integer.parseInt(lower.substring("content-length: ".length()));
      }
      keeps &= !lower.equals("connection: close");
    }
    byte[] body = length >= 0 ? exactly(input, length) : chunks(input);
    return new ParsedAnswer(
        Integer.parseInt(statusLine.substring(9, 12)),
        new String(body, StandardCharsets.ISO_8859_1),
        keeps);
  }

  private static byte[] chunks(InputStream input) throws IOException {
    var body = new ByteArrayOutputStream();
    int size = Integer.parseInt(line(input), 16);
    while (size > 0) {
      body.write(exactly(input, size));
      requireEmpty(line(input));
      size = Integer.parseInt(line(input), 16);
    }
    requireEmpty(line(input));
    return body.toByteArray();
  }

  private static void requireEmpty(String line) throws IOException {
    if (!line.isEmpty()) {
      throw new IOException("badly framed: " + line);
    }
  }

  private static byte[] exactly(InputStream input, int length) throws IOException {
    byte[] bytes = input.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("cut off in the middle of a body");
    }
    return bytes;
  }

  private static String line(InputStream input) throws IOException {
    var line = new StringBuilder();
    int next = input.read();
    while (next >= 0 && next != '\n') {
      line.append((char) next);
      next = input.read();
    }
    if (next < 0 || line.isEmpty() || line.charAt(line.length() - 1) != '\r') {
      throw new EOFException("cut off in the middle of a head: " + line);
    }
    line.setLength(line.length() - 1);
    return line.toString();
  }
}
