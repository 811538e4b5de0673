package ai.altertable.engine.load;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Refuses JSON that is nested deeper than DuckDB can take: it reads by recursion, and a few
/// kilobytes of brackets would end the process.
final class JsonNesting {
  private static final int DEPTH_MAX = 100;

  private int depth;
  private int line = 1;
  private boolean quoted;
  private boolean escaped;

  private JsonNesting() {}

  /// @param check called between the pieces of the file
  /// @throws PlatformException MALFORMED_FILE with the line, or what the check throws
  static void require(Path file, Runnable check) {
    byte[] buffer = new byte[1 << 16];
    JsonNesting nesting = new JsonNesting();
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        check.run();
        for (int i = 0; i < read; i++) {
          nesting.accept(buffer[i]);
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read the uploaded file", failure);
    }
  }

  private void accept(byte c) {
    if (c == '\n') {
      line++;
    }
    if (escaped) {
      escaped = false;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (quoted) {
      escaped = c == '\\';
    } else if (c == '{' || c == '[') {
      enter();
    } else if (c == '}' || c == ']') {
      depth--;
    }
  }

  private void enter() {
    if (++depth > DEPTH_MAX) {
      throw new PlatformException(
          ErrorCode.MALFORMED_FILE,
          "the JSON in line %d is nested deeper than %d levels".formatted(line, DEPTH_MAX));
    }
  }
}
