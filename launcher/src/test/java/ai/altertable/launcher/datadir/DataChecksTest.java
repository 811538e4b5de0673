package ai.altertable.launcher.datadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.check.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataChecksTest {
  private static final DataSize NONE = new DataSize(0);
  private static final DataSize ENDLESS = new DataSize(Long.MAX_VALUE >> 1);

  @TempDir private Path folder;

  private Path data() {
    return folder.resolve("data");
  }

  private DataDirectory open() {
    return DataDirectory.open(data(), "1.0.0", InstantSource.system(), new SecureRandom());
  }

  private Finding look() throws IOException {
    return new DataDirectoryCheck(data()).look();
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> walked = Files.walk(folder)) {
      return walked.sorted().toList();
    }
  }

  @Test
  void directoryThatIsNotThereIsFineAndNotMade() throws IOException {
    assertThat(look()).isInstanceOf(Finding.Fine.class);
    assertThat(entries()).containsExactly(folder);
  }

  @Test
  void directoryIsLookedAtAndNotChanged() throws IOException {
    try (DataDirectory directory = open()) {
      directory.markReady();
    }
    List<Path> before = entries();

    assertThat(look().seen()).contains("was made by version 1.0.0").doesNotContain("is used by");
    assertThat(new FileSystemCheck(data(), Clock.systemUTC()).look())
        .isNotInstanceOf(Finding.Problem.class);
    assertThat(entries()).isEqualTo(before);
  }

  @Test
  void userOfTheDirectoryIsNamedWhileThereIsOne() throws IOException {
    try (DataDirectory directory = open()) {
      assertThat(DataDirectory.user(directory.path())).contains(ProcessHandle.current().pid());
      assertThat(look().seen())
          .contains("is half set up", "used by process " + ProcessHandle.current().pid());
    }
    assertThat(DataDirectory.user(folder)).isEmpty();
  }

  @Test
  void openPartsAndKeysAreWarnedOf() throws IOException {
    open().close();
    Files.setPosixFilePermissions(
        data().resolve("objects"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(
        data().resolve("keys/master.key"), PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(look())
        .isInstanceOf(Finding.Warning.class)
        .extracting(Finding::seen)
        .asString()
        .contains("objects, keys/master.key");
  }

  @Test
  void damageIsToldAsAStartTellsIt() throws IOException {
    try (DataDirectory directory = open()) {
      directory.markReady();
    }
    Files.delete(data().resolve("keys/master.key"));

    assertThatThrownBy(this::look)
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("keys/master.key is missing");
  }

  @Test
  void foreignDirectoryIsToldAsAStartTellsIt() throws IOException {
    Files.createDirectories(data());
    Files.writeString(data().resolve("thesis.txt"), "");

    assertThatThrownBy(this::look).hasMessageContaining("holds no Altertable data");
  }

  @Test
  void roomIsComparedWithReserveAndSpill() throws IOException {
    assertThat(new DiskSpaceCheck(data(), NONE, NONE).look()).isInstanceOf(Finding.Fine.class);
    assertThat(new DiskSpaceCheck(data(), NONE, ENDLESS).look())
        .isInstanceOf(Finding.Warning.class);
    assertThat(new DiskSpaceCheck(data(), ENDLESS, NONE).look())
        .isInstanceOf(Finding.Problem.class);
  }
}
