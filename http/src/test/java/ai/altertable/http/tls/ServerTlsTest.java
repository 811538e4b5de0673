package ai.altertable.http.tls;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.testing.CapturedLog;
import ai.altertable.testing.Patience;
import ai.altertable.testing.TestCertificate;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTlsTest {
  private static final Duration OFTEN = Duration.ofMillis(20);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @TempDir private Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private TlsFiles files;
  private TestCertificate first;

  @BeforeEach
  void make() throws IOException {
    first = TestCertificate.make(folder, "first", "EC", "-1d", 100);
    files = new TlsFiles.Pem(folder.resolve("cert.pem"), folder.resolve("key.pem"));
    write(first);
  }

  private void write(TestCertificate certificate) throws IOException {
    Files.writeString(files.paths().getFirst(), certificate.certificatePem());
    Files.writeString(files.paths().getLast(), certificate.keyPem());
  }

  private ServerTls open() {
    return ServerTls.open(now::get, files, TIMEOUT, OFTEN);
  }

  private static CapturedLog log() {
    return CapturedLog.of("ai.altertable.http.tls");
  }

  @Test
  void onlyModernProtocolsAndCiphersAreSpoken() {
    try (ServerTls tls = open()) {
      SSLEngine engine = tls.handler(UnpooledByteBufAllocator.DEFAULT).engine();

      assertThat(engine.getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
      assertThat(engine.getEnabledCipherSuites())
          .isNotEmpty()
          .allMatch(cipher -> cipher.matches("TLS_(ECDHE_\\w+_WITH_)?\\w+(GCM|POLY1305)_SHA\\d+"));
    }
  }

  @Test
  void changedFilesAreUsedWithoutARestart() throws IOException {
    TestCertificate second = TestCertificate.make(folder, "second", "EC", "-1d", 100);
    try (ServerTls tls = open();
        CapturedLog log = log()) {
      write(second);

      Patience.until("renewed", () -> tls.subject().equals("CN=second"));
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void brokenFilesChangeNothingAndAreToldOnce() throws IOException {
    try (ServerTls tls = open();
        CapturedLog log = log()) {
      Files.writeString(files.paths().getFirst(), "rubbish");

      Patience.until("told", () -> !log.lines().isEmpty());
      Patience.pause(OFTEN.multipliedBy(10));
      assertThat(log.lines()).hasSize(1);
      assertThat(log.lines().getFirst())
          .contains("the old one stays in use", "cert.pem holds no certificate");
      assertThat(tls.subject()).isEqualTo("CN=first");

      Files.delete(files.paths().getFirst());
      Patience.until("told of the missing file", () -> log.lines().size() == 2);
      assertThat(log.lines().getLast()).contains("there is no file");

      write(TestCertificate.make(folder, "third", "EC", "-1d", 100));
      Patience.until("renewed", () -> tls.subject().equals("CN=third"));
    }
  }

  @Test
  void endOfACertificateIsWarnedOfInTime() {
    try (CapturedLog log = log();
        ServerTls tls = open()) {
      assertThat(log.lines()).isEmpty();
      for (String days : new String[] {"30 days", "7 days", "1 days"}) {
        int told = log.lines().size();
        long left = Long.parseLong(days.split(" ", -1)[0]);
        now.set(first.certificate().getNotAfter().toInstant().minus(Duration.ofDays(left)));
        Patience.until("warned", () -> log.lines().size() > told);
        assertThat(log.lines().getLast()).contains("CN=first", "in less than " + days);
      }
      now.set(first.certificate().getNotAfter().toInstant().plusSeconds(1));
      Patience.until("told", () -> log.lines().size() == 4);
      assertThat(log.lines().getLast()).contains("has expired");
      Patience.pause(OFTEN.multipliedBy(5));
      assertThat(log.lines()).hasSize(4);
      assertThat(tls.subject()).isEqualTo("CN=first");
    }
  }
}
