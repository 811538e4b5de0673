package ai.altertable.engine.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A directory with all that is below it.
public final class FileTree {
  private static final Logger LOG = LoggerFactory.getLogger(FileTree.class);

  private FileTree() {}

  /// Deletes a directory, if it is there and if it can be: what stays is garbage. Follows no links.
  public static void delete(Path directory) {
    try {
      Files.walkFileTree(directory, new Deletion());
    } catch (IOException failure) {
      LOG.warn("the directory {} could not be deleted: {}", directory, failure.toString());
    }
  }

  /// The files in a directory, without those in directories below it; none where it is not there.
  ///
  /// @throws UncheckedIOException when it cannot be read
  public static Set<Path> files(Path directory) {
    Set<Path> files = new HashSet<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(directory, Files::isRegularFile)) {
      entries.forEach(files::add);
    } catch (NoSuchFileException absent) {
      return Set.of();
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read the directory " + directory, failure);
    }
    return files;
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      // Somebody else deletes too; what stays makes the deletion fail above it.
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
