package ai.altertable.systemtests.access;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Finished;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import ai.altertable.systemtests.harness.Wait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The public listener with TLS, seen by curl and openssl.
@SystemTest
final class TlsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder;

  private static Finished run(String... command) {
    return Finished.of(new ProcessBuilder(command), PATIENCE);
  }

  private Path certificate() {
    return folder.resolve("cert.pem");
  }

  private Path key() {
    return folder.resolve("key.pem");
  }

  private void makeCertificate(String name) {
    run(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-keyout",
            key().toString(),
            "-out",
            certificate().toString(),
            "-days",
            "100",
            "-subj",
            "/CN=" + name,
            "-addext",
            "subjectAltName=DNS:localhost")
        .orFail();
  }

  private Launch launch(Program program) {
    return Launch.in(program.newDirectory())
        .with("--tls-certificate", certificate().toString(), "--tls-key", key().toString());
  }

  private Finished curl(RunningServer server, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of("curl", "-sS", "-u", Launch.USER, "--cacert", certificate().toString()));
    command.addAll(List.of(options));
    command.addAll(
        List.of(server.http().base() + "/query", "-d", "{\"statement\": \"SELECT 42 AS answer\"}"));
    return run(command.toArray(String[]::new));
  }

  @Test
  void clientsSpeakTlsAndACertificateIsRenewedWithoutARestart(Program program) throws Exception {
    makeCertificate("first");
    try (RunningServer server = program.start(launch(program))) {
      assertThat(server.http().base().getScheme()).isEqualTo("https");
      assertThat(curl(server).orFail().out()).contains("[42]");
      assertThat(curl(server, "--tls-max", "1.2").orFail().out()).contains("[42]");
      assertThat(curl(server, "--http2").orFail().out()).contains("[42]");

      String plain = server.http().base().toString().replace("https:", "http:") + "/health";
      assertThat(run("curl", "-sS", plain).out()).contains("use https://");

      makeCertificate("second");
      int port = server.http().base().getPort();
      Wait.until(
          Duration.ofSeconds(40),
          "the new certificate is shown",
          () ->
              run("sh", "-c", "openssl s_client -connect localhost:" + port + " </dev/null 2>&1")
                  .out()
                  .contains("CN = second"));
      assertThat(curl(server).orFail().out()).contains("[42]");

      Files.writeString(certificate(), "rubbish");
      Wait.until(
          Duration.ofSeconds(40),
          "the log tells of it",
          () -> server.serverLog().contains("the old one stays in use"));
      assertThat(server.serverLog()).contains("holds no certificate in PEM");
    }
  }

  @Test
  void filesThatCannotBeUsedAreRefusedAtTheStart(Program program) throws Exception {
    makeCertificate("first");
    Files.writeString(key(), "rubbish");

    Finished refused = program.runToItsEnd(launch(program));

    assertThat(refused.status()).isNotZero();
    assertThat(refused.said()).contains("TLS cannot be spoken", "holds no private key in PEM");
  }

  @Test
  void otherMachinesAreListenedToInTheClearOnlyWithPermission(Program program) {
    Launch exposed = Launch.in(program.newDirectory()).with("--listen-address", "0.0.0.0");
    Finished refused = program.runToItsEnd(exposed);
    assertThat(refused.status()).isEqualTo(100);
    assertThat(refused.err()).contains("can be reached from other machines");
    assertThat(exposed.data()).doesNotExist();

    try (RunningServer server = program.start(exposed.with("--allow-plaintext"))) {
      assertThat(server.output()).contains("WARNING: PASSWORDS AND DATA PASS THE NETWORK");
      assertThat(server.serverLog()).contains("PASSWORDS AND DATA PASS THE NETWORK");
      assertThat(server.http().query("SELECT 1").value()).isEqualTo("1");
    }
  }
}
