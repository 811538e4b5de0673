package ai.altertable.http;

import java.io.IOException;

/// Writes the body of an answer.
@FunctionalInterface
public interface BodyWriter {
  void write(ResponseBody body) throws IOException;
}
