package ai.altertable.systemtests.start;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Finished;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.SystemTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SystemTest
final class CommandLineIT {
  private static final int BAD_CONFIGURATION = 100;

  @Test
  void helpTellsTheCommandsAndTheirOptions(Program program) {
    assertThat(program.run("--help").orFail().out()).contains("start", "provision", "version");
    assertThat(program.run("start", "--help").orFail().out())
        .contains("--data-dir", "--http-port", "--user", "--sample", "15000");
    assertThat(program.run("version").orFail().out()).startsWith("altertable ");
  }

  @Test
  void unknownOptionIsRefusedByItsName(Program program) {
    Finished refused = program.run("start", "--htp-port", "1");
    assertThat(refused.status()).isEqualTo(BAD_CONFIGURATION);
    assertThat(refused.err()).contains("--htp-port", "See: altertable start --help");
  }

  @Test
  void missingNameOfACommandWithinAnotherIsRefused(Program program) {
    Finished refused = program.run("user", "add");
    assertThat(refused.status()).isEqualTo(BAD_CONFIGURATION);
    assertThat(refused.err()).contains("NAME", "See: altertable user add --help");
  }

  @Test
  void allBadValuesAreToldAtOnce(Program program) {
    Launch launch =
        Launch.bare(program.newDirectory())
            .with("--http-port", "99999", "--worker-threads", "0", "--worker-memory", "1MiB");
    Finished refused = program.runToItsEnd(launch);
    assertThat(refused.status()).isEqualTo(BAD_CONFIGURATION);
    assertThat(refused.err()).contains("--http-port", "--worker-threads", "--worker-memory");
    assertThat(launch.data()).doesNotExist();
  }

  @Test
  void unknownVariablesAndKeysAreToldAtOnce(Program program, @TempDir Path directory)
      throws IOException {
    Path file = Files.writeString(directory.resolve("altertable.conf"), "http-prot = 1\n");
    Launch launch =
        Launch.bare(program.newDirectory())
            .with("--config", file.toString())
            .withVariable("ALTERTABLE_HTTP_PROT", "1")
            .withVariable("ALTERTABLE_USR", "a:b");
    Finished refused = program.runToItsEnd(launch);
    assertThat(refused.status()).isEqualTo(BAD_CONFIGURATION);
    assertThat(refused.err()).contains("http-prot", "ALTERTABLE_HTTP_PROT", "ALTERTABLE_USR");
    assertThat(launch.data()).doesNotExist();
  }

  @Test
  void malformedUsersAreToldAtOnceWithoutTheirPasswords(Program program) {
    Launch launch =
        Launch.bare(program.newDirectory())
            .with("--user", "no-colon-secret", "--reader", "twice:first", "--user", "twice:second");
    Finished refused = program.runToItsEnd(launch);
    assertThat(refused.status()).isEqualTo(BAD_CONFIGURATION);
    assertThat(refused.said())
        .contains("--user number 1", "'twice'")
        .doesNotContain("no-colon-secret", "first", "second");
    assertThat(launch.data()).doesNotExist();
  }

  @Test
  void databaseThatMayNotBeCalledSoIsRefusedBeforeAnythingIsMade(Program program) {
    Launch launch = Launch.bare(program.newDirectory()).with("--database", "main");
    Finished refused = program.runToItsEnd(launch);
    assertThat(refused.status()).isEqualTo(BAD_CONFIGURATION);
    assertThat(refused.err()).contains("--database", "'main' is reserved");
    assertThat(launch.data()).doesNotExist();
  }

  @Test
  void configurationFileThatIsMissingIsToldByItsPath(Program program) {
    Finished refused = program.run("start", "--config", "/nowhere/altertable.conf");
    assertThat(refused.status()).isEqualTo(BAD_CONFIGURATION);
    assertThat(refused.err()).contains("/nowhere/altertable.conf");
  }

  @Test
  void portInUseIsToldAndNothingIsLeft(Program program) throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Launch launch =
          Launch.bare(program.newDirectory())
              .with("--http-port", Integer.toString(taken.getLocalPort()));
      Finished refused = program.runToItsEnd(launch);
      assertThat(refused.status()).isNotZero();
      assertThat(refused.err())
          .contains(Integer.toString(taken.getLocalPort()), "--http-port")
          .doesNotContain("Exception");
      assertThat(launch.data().resolve("postgres")).isEmptyDirectory();
      Refusals.requireNoProcessIn(launch.data());
    }
  }
}
