package ai.altertable.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.http.tls.TlsFiles;
import ai.altertable.launcher.check.Finding;
import ai.altertable.launcher.server.ServerConfig;
import ai.altertable.testing.TestCertificate;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineChecksTest {
  private static final DataSize GIB = DataSize.ofMebibytes(1024);

  @TempDir private Path folder;

  @Test
  void thisJavaIsFine() {
    assertThat(new JavaCheck().look()).isInstanceOf(Finding.Fine.class);
  }

  @Test
  void loopbackIsFine() throws Exception {
    assertThat(new NamesCheck().look()).isInstanceOf(Finding.Fine.class);
  }

  @Test
  void memoryIsComparedWithWhatAllProcessesNeed() {
    DataSize eight = DataSize.ofMebibytes(8 << 10);

    assertThat(new MemoryCheck(GIB, eight).look()).isInstanceOf(Finding.Fine.class);
    assertThat(new MemoryCheck(DataSize.ofMebibytes(7500), eight).look())
        .isInstanceOf(Finding.Warning.class)
        .extracting(finding -> ((Finding.Warning) finding).advice())
        .isEqualTo("Set --worker-memory to 6992 MiB at most, or add memory.");
    assertThat(new MemoryCheck(eight, GIB).look()).isInstanceOf(Finding.Problem.class);
  }

  @Test
  void moreThreadsThanProcessorsAreWarnedOf() {
    assertThat(new ProcessorCheck(4, 4).look()).isInstanceOf(Finding.Fine.class);
    assertThat(new ProcessorCheck(5, 4).look()).isInstanceOf(Finding.Warning.class);
  }

  @Test
  void fewOpenFilesAreWarnedOf() {
    assertThat(new OpenFilesCheck(1_024).look()).isInstanceOf(Finding.Warning.class);
    assertThat(new OpenFilesCheck(65_536).look()).isInstanceOf(Finding.Fine.class);
  }

  @Test
  void coreDumpsAreWarnedOf() throws Exception {
    Path off =
        Files.writeString(
            folder.resolve("off"),
            "Max core file size        0                    unlimited  bytes\n");
    Path on =
        Files.writeString(
            folder.resolve("on"),
            "Max core file size        unlimited            unlimited  bytes\n");

    assertThat(new CoreDumpCheck(off).look()).isInstanceOf(Finding.Fine.class);
    assertThat(new CoreDumpCheck(on).look()).isInstanceOf(Finding.Warning.class);
  }

  @Test
  void otherEncodingsThanUtf8AreWarnedOf() {
    assertThat(new TextCheck("UTF-8").look()).isInstanceOf(Finding.Fine.class);
    assertThat(new TextCheck("ANSI_X3.4-1968").look()).isInstanceOf(Finding.Warning.class);
  }

  @Test
  void rootIsWarnedOf() {
    assertThat(new UserCheck(0, "root").look()).isInstanceOf(Finding.Warning.class);
    assertThat(new UserCheck(1000, "ann").look())
        .isEqualTo(new Finding.Fine("This runs as ann (1000)."));
  }

  @Test
  void clockBeforeTheDataDirectoryWasMadeIsAProblem() throws Exception {
    Files.writeString(
        folder.resolve("altertable.json"),
        """
        {"format": 1, "created_by": "1", "created_at": "2026-06-01T00:00:00Z", "state": "ready"}
        """);
    Clock wrong = Clock.fixed(Instant.parse("1970-01-01T00:00:00Z"), ZoneOffset.UTC);

    assertThat(new ClockCheck(wrong, folder).look()).isInstanceOf(Finding.Problem.class);
    assertThat(new ClockCheck(Clock.systemUTC(), folder.resolve("none")).look())
        .isInstanceOf(Finding.Fine.class);
  }

  @Test
  void clockThatStandsStillIsWarnedOf() throws Exception {
    Clock standing = Clock.fixed(Instant.now(), ZoneOffset.UTC);

    assertThat(new ClockCheck(standing, folder).look()).isInstanceOf(Finding.Warning.class);
  }

  @Test
  void portOfAnotherProgramIsAProblemThatNamesIt() throws Exception {
    PortHolders holders = new PortHolders(Path.of("/proc"));
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = taken.getLocalPort();
      Finding finding = new PortCheck(http(port), folder, holders).look();
      assertThat(finding).isInstanceOf(Finding.Problem.class);
      if (Files.exists(Path.of("/proc/net/tcp"))) {
        assertThat(finding.seen())
            .contains("held by process " + ProcessHandle.current().pid() + " (");
      }
    }
    assertThat(new PortCheck(http(port), folder, holders).look())
        .isEqualTo(new Finding.Fine("127.0.0.1, port " + port + " is free."));
  }

  private static ServerConfig.Http http(int port) {
    return new ServerConfig.Http(InetAddress.ofLiteral("127.0.0.1"), port, Optional.empty(), false);
  }

  private Finding tls(Instant now) throws Exception {
    Path certificate = folder.resolve("cert.pem");
    Path key = folder.resolve("key.pem");
    if (!Files.exists(certificate)) {
      TestCertificate made = TestCertificate.make(folder, "cert", "EC", "-1d", 100);
      Files.writeString(certificate, made.certificatePem());
      Files.writeString(key, made.keyPem());
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }
    return new TlsCheck(InstantSource.fixed(now), new TlsFiles.Pem(certificate, key)).look();
  }

  @Test
  void certificateIsWarnedOfBeforeItsEndAndAProblemAfterwards() throws Exception {
    Instant now = Instant.now();

    assertThat(tls(now)).isInstanceOf(Finding.Fine.class);
    assertThat(tls(now).seen()).contains("localhost", "127.0.0.1");
    assertThat(tls(now.plus(Duration.ofDays(80)))).isInstanceOf(Finding.Warning.class);
    assertThat(tls(now.plus(Duration.ofDays(101)))).isInstanceOf(Finding.Problem.class);
    assertThat(tls(now.minus(Duration.ofDays(10)))).isInstanceOf(Finding.Problem.class);
  }

  @Test
  void keyThatEverybodyCanReadIsWarnedOf() throws Exception {
    assertThat(tls(Instant.now())).isInstanceOf(Finding.Fine.class);
    Files.setPosixFilePermissions(
        folder.resolve("key.pem"), PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(tls(Instant.now())).isInstanceOf(Finding.Warning.class);
  }

  @Test
  void missingCertificateIsAProblem() throws Exception {
    TlsFiles files = new TlsFiles.Pem(folder.resolve("none.pem"), folder.resolve("none.key"));

    assertThat(new TlsCheck(InstantSource.system(), files).look().seen())
        .contains("there is no file " + folder.resolve("none.pem"));
  }
}
