package ai.altertable.launcher.datadir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFilesTest {
  @TempDir Path directory;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void replacingLeavesOneOwnerOnlyFile() throws IOException {
    Path file = directory.resolve("f");
    Files.writeString(directory.resolve(".f.new"), "left by a crash");
    DurableFiles.replace(file, bytes("one"));
    DurableFiles.replace(file, bytes("two"));
    assertThat(file).hasContent("two");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(directory.toFile().list()).containsExactly("f");
  }

  @Test
  void deletingATreeFollowsNoLinks() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("kept"), "");
    Path tree = Files.createDirectories(directory.resolve("tree/below"));
    Files.createSymbolicLink(tree.resolve("link"), outside);
    DurableFiles.deleteTree(directory.resolve("tree"));
    DurableFiles.deleteTree(directory.resolve("tree"));
    assertThat(directory.resolve("tree")).doesNotExist();
    assertThat(outside.resolve("kept")).exists();
  }

  @Test
  void existingDirectoryIsClosedToOthers() throws IOException {
    Path open = Files.createDirectory(directory.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    DurableFiles.createOwnerDirectory(open);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(open)))
        .isEqualTo("rwx------");
  }
}
