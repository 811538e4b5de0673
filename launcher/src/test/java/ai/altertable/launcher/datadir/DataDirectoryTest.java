package ai.altertable.launcher.datadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.launcher.StartupFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirectoryTest {
  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

  @TempDir Path parent;
  private Path path = Path.of("");

  @BeforeEach
  void name() throws IOException {
    path = parent.toRealPath().resolve("some/data");
  }

  private DataDirectory open() {
    return DataDirectory.open(path, "1.2.3", () -> NOW, new SecureRandom());
  }

  private void openAndMarkReady() {
    try (DataDirectory directory = open()) {
      directory.markReady();
    }
  }

  private void assertRefused(String... words) {
    assertThatThrownBy(this::open)
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining(path.toString())
        .hasMessageContainingAll(words);
  }

  @Test
  void newDirectoryIsLaidOutForItsOwnerOnly() throws IOException {
    try (DataDirectory directory = open()) {
      assertThat(directory.ready()).isFalse();
      for (String part : Layout.ALL) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.resolve(part))))
            .as(part)
            .isEqualTo("rwx------");
      }
      Path key = path.resolve("keys/master.key");
      assertThat(key).hasSize(32);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
          .isEqualTo("rw-------");
      assertThat(directory.sockets().socket("w").toString().length()).isLessThanOrEqualTo(103);
    }
    assertThat(path.resolve("altertable.json"))
        .content()
        .contains(
            "\"format\" : 2",
            "\"metadata\" : \"embedded\"",
            "\"created_by\" : \"1.2.3\"",
            "\"state\" : \"initialising\"")
        .contains("2026-02-03T04:05:06Z");
  }

  @Test
  void interruptedFirstStartGoesOnWithTheSameKey() throws IOException {
    Secret derived;
    try (DataDirectory directory = open()) {
      derived = directory.masterKey().derive("x");
    }
    DurableFiles.deleteTree(path.resolve("objects"));
    try (DataDirectory directory = open()) {
      assertThat(directory.ready()).isFalse();
      assertThat(directory.masterKey().derive("x").value()).isEqualTo(derived.value());
      assertThat(directory.objects()).isDirectory();
      directory.markReady();
      directory.markReady();
    }
    try (DataDirectory directory = open()) {
      assertThat(directory.ready()).isTrue();
    }
  }

  @Test
  void processIdIsThereWhileTheDirectoryIsUsed() throws IOException {
    Path holder = path.resolve("altertable.pid");
    try (DataDirectory _ = open()) {
      assertThat(holder).hasContent(Long.toString(ProcessHandle.current().pid()));
    }
    assertThat(holder).doesNotExist();
    assertThat(DataDirectory.user(path)).isEmpty();
  }

  @Test
  void firstStartCutOffBeforeItsMarkerBeginsAgain() throws IOException {
    Files.createDirectories(path);
    Files.createFile(path.resolve("altertable.lock"));
    Files.writeString(path.resolve("altertable.pid"), "1");
    Files.writeString(path.resolve(".altertable.json.new"), "{");
    try (DataDirectory directory = open()) {
      assertThat(directory.ready()).isFalse();
    }
  }

  @Test
  void damageIsNamedAndNothingIsChanged() throws IOException {
    openAndMarkReady();
    DurableFiles.deleteTree(path.resolve("objects"));
    Files.delete(path.resolve("keys/master.key"));
    assertRefused("damaged", "objects/ is missing", "keys/master.key is missing", "backup");
    assertThat(path.resolve("objects")).doesNotExist();
    assertThat(path.resolve("keys/master.key")).doesNotExist();
  }

  @Test
  void keyOfAnotherLengthIsDamage() throws IOException {
    openAndMarkReady();
    Files.writeString(path.resolve("keys/master.key"), "short");
    assertRefused("keys/master.key does not have 32 bytes");
  }

  @Test
  void unreadableMarkerIsDamage() throws IOException {
    openAndMarkReady();
    Path marker = path.resolve("altertable.json");
    Files.writeString(marker, "{\"format\": 1,");
    assertRefused("altertable.json is not JSON");
    Files.writeString(marker, "{\"format\":1,\"created_at\":\"2026-02-03T04:05:06Z\"}");
    assertRefused("altertable.json has no valid state");
    Files.writeString(marker, "[]");
    assertRefused("altertable.json names no format");
    Files.delete(marker);
    assertRefused("altertable.json is missing");
  }

  @Test
  void lostCacheIsNoDamage() throws IOException {
    openAndMarkReady();
    DurableFiles.deleteTree(path.resolve("cache"));
    try (DataDirectory directory = open()) {
      assertThat(directory.cache()).isDirectory();
    }
  }

  @Test
  void directoryOfANewerVersionIsRefused() throws IOException {
    openAndMarkReady();
    Files.writeString(
        path.resolve("altertable.json"), "{\"format\": 7, \"created_by\": \"9.9\", \"x\": []}");
    assertRefused("newer version", "9.9", "format 7");
  }

  @Test
  void foreignDirectoryIsLeftAlone() throws IOException {
    Files.createDirectories(path);
    Files.writeString(path.resolve("thesis.txt"), "precious");
    assertRefused("thesis.txt", "--data-dir");
    assertThat(path.toFile().list()).containsExactly("thesis.txt");
  }

  @Test
  void fileIsNoDirectory() throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, "");
    assertRefused("is a file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a--b", "a/*b"})
  void pathThatBeginsACommentInSqlIsRefused(String name) {
    path = parent.resolve(name).resolve("data");
    assertRefused("begin a comment");
    assertThat(path).doesNotExist();
  }

  @Test
  void directoryThatCannotBeWrittenIsNamed() throws IOException {
    Files.createDirectories(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r-x------"));
    assumeFalse(Files.isWritable(path), "permissions do not hold root back");
    assertRefused("cannot be used", "no permission");
  }

  @Test
  void unwritableFileSystemIsNamed() {
    path = Path.of("/proc/altertable");
    assertRefused("cannot be used", "--data-dir");
  }

  @Test
  void directoryInUseNamesItsProcess() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DirectoryHolder.class.getName(),
                path.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader output = holder.inputReader()) {
      assertThat(output.readLine()).isEqualTo(path.toString());
      assertRefused("already used by process " + holder.pid());
    } finally {
      holder.destroyForcibly();
    }
    assertThat(holder.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThatCode(() -> open().close()).doesNotThrowAnyException();
  }

  @Test
  void secondOpeningInOneProcessIsRefused() {
    DataDirectory first = open();
    assertRefused("already used by process " + ProcessHandle.current().pid());
    first.close();
    assertThatCode(() -> open().close()).doesNotThrowAnyException();
  }
}
