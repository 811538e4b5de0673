package ai.altertable.launcher.process;

import ai.altertable.foundation.lifecycle.DataSize;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A log file of bounded size. When it is full it becomes `NAME.1`, the former `NAME.1` becomes
/// `NAME.2` and so on; the oldest one goes.
///
/// A file that cannot be written (a full disk) costs lines, never the process that wrote them; the
/// next line tries again. Safe for use by several threads.
public final class RollingLogFile implements Consumer<String>, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RollingLogFile.class);

  private final Path file;
  private final UnaryOperator<String> form;
  private final long bytesMax;
  private final int oldFilesMax;
  private @Nullable OutputStream output;
  private long bytes;
  private long linesLost;

  /// @param size how much one file may hold
  /// @param oldFilesMax how many full files stay beside it
  /// @param form makes a line of the file of each line that it is given
  public RollingLogFile(Path file, DataSize size, int oldFilesMax, UnaryOperator<String> form) {
    this.form = form;
    this.file = file;
    this.bytesMax = size.bytes();
    this.oldFilesMax = oldFilesMax;
  }

  /// Four files of 8 MiB at most.
  ///
  /// @param form makes a line of the file of each line that it is given
  public static RollingLogFile at(Path file, UnaryOperator<String> form) {
    return new RollingLogFile(file, DataSize.ofMebibytes(8), 3, form);
  }

  public Path file() {
    return file;
  }

  @Override
  public synchronized void accept(String line) {
    try {
      write(line);
    } catch (IOException failure) {
      if (linesLost++ == 0) {
        log.warn("cannot write to {}: {}; lines are lost until it works again", file, failure);
      }
      close();
    }
  }

  private void write(String line) throws IOException {
    byte[] encoded = encoded(line);
    OutputStream open = opened();
    if (bytes > 0 && bytes + encoded.length > bytesMax) {
      open.close();
      output = null;
      roll();
      open = opened();
    }
    if (linesLost > 0) {
      byte[] notice = encoded("(" + linesLost + " lines lost)");
      open.write(notice);
      bytes += notice.length;
      linesLost = 0;
    }
    open.write(encoded);
    bytes += encoded.length;
  }

  private byte[] encoded(String line) {
    return (form.apply(line) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private OutputStream opened() throws IOException {
    OutputStream open = output;
    if (open == null) {
      open = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      output = open;
      bytes = Files.size(file);
    }
    return open;
  }

  private void roll() throws IOException {
    Files.deleteIfExists(numbered(oldFilesMax));
    for (int number = oldFilesMax - 1; number >= 0; number--) {
      if (Files.exists(numbered(number))) {
        Files.move(numbered(number), numbered(number + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private Path numbered(int number) {
    return number == 0 ? file : file.resolveSibling(file.getFileName() + "." + number);
  }

  /// Closes the file; a later line opens it again.
  @Override
  public synchronized void close() {
    OutputStream open = output;
    output = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException failure) {
        log.debug("closing {} failed: {}", file, failure.toString());
      }
    }
  }
}
