package ai.altertable.launcher.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Cuts a stream of bytes into lines, never holding more than [#LINE_BYTES_MAX]: a longer line
/// arrives in pieces.
final class LineReader {
  static final int LINE_BYTES_MAX = 16 << 10;

  private static final Logger log = LoggerFactory.getLogger(LineReader.class);

  private final InputStream input;
  private final Consumer<String> lines;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
  private boolean complained;

  LineReader(InputStream input, Consumer<String> lines) {
    this.input = input;
    this.lines = lines;
  }

  /// Reads to the end of the stream, which closing it from elsewhere brings about as well. Goes on
  /// when the consumer fails: a full pipe would stop the writer.
  void readAll() {
    byte[] block = new byte[8192];
    try {
      for (int count = input.read(block); count >= 0; count = input.read(block)) {
        for (int i = 0; i < count; i++) {
          take(block[i]);
        }
      }
    } catch (IOException closed) {
      log.debug("the output of a process ended early: {}", closed.getMessage());
    }
    if (line.size() > 0) {
      emit();
    }
  }

  private void take(byte next) {
    if (next == '\n') {
      emit();
    } else if (next != '\r') {
      line.write(next);
      if (line.size() >= LINE_BYTES_MAX) {
        emit();
      }
    }
  }

  private void emit() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    try {
      lines.accept(text);
    } catch (RuntimeException failure) {
      if (!complained) {
        complained = true;
        log.warn("lines of a process's output are lost: {}", failure.toString());
      }
    }
  }
}
