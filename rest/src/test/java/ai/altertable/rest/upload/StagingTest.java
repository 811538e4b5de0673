package ai.altertable.rest.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Principal;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.foundation.session.StagingArea;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingTest {
  private static final Principal ADA = new Principal(UUID.randomUUID(), "ada");

  @TempDir private Path directory;

  private static ByteArrayInputStream body(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).toList();
    }
  }

  private Staging open(long reserveBytes) {
    return Staging.open(new StagingConfig(directory, new DataSize(reserveBytes)));
  }

  @Test
  void directoryIsMadeForItsOwnerOnly() throws IOException {
    Path missing = directory.resolve("a/b");

    Staging.open(StagingConfig.in(missing));

    assertThat(Files.getPosixFilePermissions(missing))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void directoryThatCannotBeUsedIsNamed() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> Staging.open(StagingConfig.in(file)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void uploadsOfAnEarlierProcessAreDeletedAndNothingElse() throws IOException {
    Files.createFile(directory.resolve("x.upload"));
    Files.createFile(Files.createDirectory(directory.resolve("somebody")).resolve("y.upload"));
    Files.createFile(directory.resolve("keep.txt"));

    open(0);

    assertThat(names()).containsExactly("keep.txt");
  }

  @Test
  void fileHasTheBodyUntilItIsClosed() throws IOException {
    try (StagedFile file = open(0).take(ADA, body("hello"), OptionalLong.empty())) {
      assertThat(file.path()).hasContent("hello");
      assertThat(file.size()).isEqualTo(5);
      assertThat(new String(file.head(), StandardCharsets.UTF_8)).isEqualTo("hello");
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void eachPrincipalHasADirectoryOfItsOwn() throws IOException {
    Staging staging = open(0);
    Principal grace = new Principal(UUID.randomUUID(), "grace");
    try (StagedFile one = staging.take(ADA, body("a"), OptionalLong.empty());
        StagedFile two = staging.take(ADA, body("b"), OptionalLong.empty());
        StagedFile other = staging.take(grace, body("c"), OptionalLong.empty())) {
      assertThat(one.path()).hasParent(new StagingArea(directory).of(ADA));
      assertThat(two.path()).hasParent(new StagingArea(directory).of(ADA));
      assertThat(other.path()).hasParent(new StagingArea(directory).of(grace));
      assertThat(Files.getPosixFilePermissions(other.path().getParent()))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void headIsCollectedFromSmallPieces() throws IOException {
    InputStream slow =
        new ByteArrayInputStream("abcdefghij".repeat(10).getBytes(StandardCharsets.UTF_8)) {
          @Override
          public int read(byte[] target) {
            return read(target, 0, 7);
          }
        };
    try (StagedFile file = open(0).take(ADA, slow, OptionalLong.of(100))) {
      assertThat(new String(file.head(), StandardCharsets.UTF_8))
          .isEqualTo("abcdefghij".repeat(10).substring(0, 64));
      assertThat(file.size()).isEqualTo(100);
    }
  }

  @Test
  void bodyThatBreaksOffLeavesNothing() throws IOException {
    InputStream broken =
        new InputStream() {
          private int left = 1000;

          @Override
          public int read() throws IOException {
            if (left-- == 0) {
              throw new IOException("the client is gone");
            }
            return 'x';
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            target[offset] = (byte) read();
            return 1;
          }
        };

    assertThatThrownBy(() -> open(0).take(ADA, broken, OptionalLong.empty()))
        .isInstanceOf(IOException.class)
        .hasMessage("the client is gone");
    assertThat(names()).isEmpty();
  }

  @Test
  void bodyThatWouldEatTheReserveIsRefusedAtOnce() throws IOException {
    long free = Files.getFileStore(directory).getUsableSpace();

    assertThatThrownBy(() -> open(1 << 20).take(ADA, body("x"), OptionalLong.of(free)))
        .isInstanceOfSatisfying(
            PlatformException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.DISK_FULL));
    assertThat(names()).isEmpty();
  }

  @Test
  void vanishedDirectoryIsOurFault() throws IOException {
    Staging staging = open(0);
    Files.delete(directory);

    assertThatThrownBy(() -> staging.take(ADA, body("x"), OptionalLong.empty()))
        .isInstanceOfSatisfying(
            PlatformException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL));
    Files.createDirectory(directory);
  }

  @Test
  void recordedDefaults() {
    assertThat(StagingConfig.in(directory))
        .isEqualTo(new StagingConfig(directory, DataSize.ofMebibytes(1024)));
  }
}
