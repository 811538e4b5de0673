package ai.altertable.engine.lakehouse;

import ai.altertable.engine.disk.ClaimedDirectory;
import ai.altertable.engine.disk.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives the files of a commit under way a second name (a hard link) each. DuckLake deletes a
/// transaction's files when its commit seems to have failed; where the commit had taken effect and
/// only its answer was lost, they get their first name back. What a killed worker leaves behind
/// gets it back when the next one opens the same object store: a file too many is garbage, a file
/// too few is loss.
///
/// Safe for use by several threads and processes.
final class SecondNames implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SecondNames.class);
  private static final String DIRECTORY = ".committing";

  /// What systems say of links that a file system does not have.
  private static final Pattern NO_LINKS =
      Pattern.compile(
          "(?i)operation not (?:supported|permitted)|not supported|cross-device|too many links");

  private final Path objects;
  private final ClaimedDirectory own;
  private final Duration clockLag;
  private final AtomicLong commits = new AtomicLong();
  private final AtomicBoolean warned = new AtomicBoolean();

  /// Whether the next start has something to give back.
  private volatile boolean left;

  private SecondNames(Path objects, ClaimedDirectory own, Duration clockLag) {
    this.objects = objects;
    this.own = own;
    this.clockLag = clockLag;
  }

  /// @param objects the local object store
  /// @throws UncheckedIOException when it cannot be written
  static SecondNames open(Path objects) {
    try {
      ClaimedDirectory own =
          ClaimedDirectory.claim(
              objects.resolve(DIRECTORY), "", abandoned -> recover(abandoned, objects));
      Instant stamped = Files.getLastModifiedTime(own.path()).toInstant();
      Duration lag = Duration.between(stamped, Instant.now());
      return new SecondNames(objects, own, lag.isNegative() ? Duration.ZERO : lag);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot use the object store " + objects, failure);
    }
  }

  private static void recover(Path abandoned, Path objects) throws IOException {
    int files = giveBack(abandoned, objects, true);
    LOG.info("looked after {} files of commits that were cut off", files);
  }

  /// How far the clock of the object store's file system was behind ours at the start; zero when it
  /// was not. One on another machine has a clock of its own.
  Duration clockLag() {
    return clockLag;
  }

  /// Keeps files for the time of a commit.
  ///
  /// @param files below the object store; others are left alone
  /// @throws UncheckedIOException when it cannot be written
  Kept keep(List<Path> files) {
    if (files.isEmpty()) {
      return new Kept(null);
    }
    Kept kept = new Kept(own.path().resolve(Long.toString(commits.incrementAndGet())));
    try {
      files.stream().filter(file -> file.startsWith(objects)).forEach(kept::link);
      return kept;
    } catch (RuntimeException failure) {
      kept.close();
      throw failure;
    }
  }

  private void link(Path file, Path second) {
    try {
      Files.createDirectories(parent(second));
      Files.createLink(second, file);
    } catch (UnsupportedOperationException unsupported) {
      warn(unsupported.getMessage());
    } catch (FileSystemException refused) {
      if (!NO_LINKS.matcher(String.valueOf(refused.getReason())).find()) {
        throw new UncheckedIOException("cannot keep a file of a commit", refused);
      }
      warn(refused.getReason());
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot keep a file of a commit", failure);
    }
  }

  private void warn(@Nullable String reason) {
    if (!warned.getAndSet(true)) {
      LOG.warn(
          "the object store {} takes no hard links ({}): a commit whose answer is lost may lose its"
              + " files",
          objects,
          reason);
    }
  }

  /// Second names of the files of one commit, until closed.
  final class Kept implements AutoCloseable {
    private final @Nullable Path directory;
    private boolean needed;

    private Kept(@Nullable Path directory) {
      this.directory = directory;
    }

    private void link(Path file) {
      if (directory != null) {
        SecondNames.this.link(file, directory.resolve(objects.relativize(file)));
      }
    }

    /// Gives the first names back where they are gone, and brings them to the disk.
    void giveBack() {
      if (directory == null || !Files.isDirectory(directory)) {
        return;
      }
      needed = true;
      try {
        int files = SecondNames.giveBack(directory, objects, false);
        needed = false;
        LOG.info("gave {} files of a commit back that had taken effect", files);
      } catch (IOException failure) {
        throw new UncheckedIOException("cannot give the files of a commit back", failure);
      }
    }

    /// Leaves the names to the next start of a worker when they could not be given back.
    @Override
    public void close() {
      if (needed) {
        left = true;
        LOG.error("files of a commit are kept in {} for the worker's next start", directory);
      } else if (directory != null) {
        FileTree.delete(directory);
      }
    }
  }

  /// @param numbered whether a directory for each commit comes first
  private static int giveBack(Path directory, Path objects, boolean numbered) throws IOException {
    List<Path> seconds;
    try (Stream<Path> tree = Files.walk(directory)) {
      seconds = tree.filter(Files::isRegularFile).toList();
    }
    int given = 0;
    for (Path second : seconds) {
      Path relative = directory.relativize(second);
      if (numbered) {
        relative = relative.subpath(1, relative.getNameCount());
      }
      given += giveBackOne(second, objects.resolve(relative)) ? 1 : 0;
    }
    return given;
  }

  private static boolean giveBackOne(Path second, Path first) throws IOException {
    Path directory = parent(first);
    Files.createDirectories(directory);
    try {
      Files.createLink(first, second);
    } catch (FileAlreadyExistsException present) {
      return false;
    }
    NewFiles.force(directory, StandardOpenOption.READ);
    return true;
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalArgumentException(path + " has no directory");
    }
    return parent;
  }

  @Override
  public void close() {
    if (left) {
      own.abandon();
    } else {
      own.close();
    }
  }
}
