package ai.altertable.systemtests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/// What only one of the processes that run these tests does at a time: each finds then what the one
/// before has made.
final class Turn {
  private static final Path FILE = Path.of("target", "system-tests", "turn.lock");

  private Turn() {}

  /// Not to be asked for by two threads of a process at once.
  static <T> T of(Supplier<T> work) {
    try {
      Files.createDirectories(FILE.getParent());
      try (FileChannel file =
              FileChannel.open(FILE, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = file.lock()) {
        assert lock.isValid();
        return work.get();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
