package ai.altertable.launcher.datadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.launcher.StartupFailure;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketDirectoryTest {
  private static final String LONGEST = "x".repeat(SocketDirectory.NAME_CHARS_MAX);

  @TempDir Path deep;
  private Path temporary = Path.of("");

  @BeforeEach
  void shortTemporaryDirectory() throws IOException {
    temporary = Files.createTempDirectory(Path.of("/tmp"), "at");
  }

  @AfterEach
  void clean() throws IOException {
    DurableFiles.deleteTree(temporary);
  }

  private static void assertCanListen(Path socket) throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
    }
  }

  @Test
  void socketsLieInTheDataDirectoryWhenTheirPathsFit() throws IOException {
    SocketDirectory sockets = SocketDirectory.open(temporary, temporary);
    assertThat(sockets.path()).isEqualTo(temporary.resolve("run"));
    assertCanListen(sockets.socket(LONGEST));
  }

  @Test
  void deepDataDirectoryHasItsSocketsElsewhere() throws IOException {
    Path data = deep.resolve("d".repeat(100));
    SocketDirectory sockets = SocketDirectory.open(data, temporary);
    assertThat(sockets.path().getParent()).isEqualTo(temporary);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sockets.path())))
        .isEqualTo("rwx------");
    assertCanListen(sockets.socket(LONGEST));
    assertThat(SocketDirectory.open(data, temporary)).isEqualTo(sockets);
    assertThat(sockets.path()).isEmptyDirectory();
    assertThat(SocketDirectory.open(deep.resolve("e".repeat(100)), temporary).path())
        .isNotEqualTo(sockets.path());
  }

  @Test
  void linkInThePlaceOfTheDirectoryIsRefused() throws IOException {
    Path data = deep.resolve("d".repeat(100));
    Path expected = SocketDirectory.open(data, temporary).path();
    Files.delete(expected);
    Files.createSymbolicLink(expected, deep);
    assertThatThrownBy(() -> SocketDirectory.open(data, temporary))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining(expected.toString());
  }

  @Test
  void namesThatCouldLeaveTheDirectoryAreRefused() {
    SocketDirectory sockets = new SocketDirectory(temporary);
    assertThatThrownBy(() -> sockets.socket("../x")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sockets.socket(LONGEST + "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sockets.socket("")).isInstanceOf(IllegalArgumentException.class);
  }
}
