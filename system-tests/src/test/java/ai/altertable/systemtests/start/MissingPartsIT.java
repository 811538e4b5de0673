package ai.altertable.systemtests.start;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Finished;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.SystemTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the program needs besides itself, on machines that do not have it. Such machines are made
/// by Linux namespaces.
@SystemTest
final class MissingPartsIT {
  /// Where scripts/jdk.sh looks besides the environment.
  private static final List<String> JDK_PLACES = List.of("/usr/lib/jvm", "/usr/java", "/opt");

  @Test
  void missingExtensionNamesTheThreeWaysToGetIt(Program program, @TempDir Path empty) {
    Path data = program.newDirectory();
    Launch launch =
        Launch.in(data)
            .with("--runtime-dir", empty.resolve("runtime").toString())
            .with("--extension-dir", empty.toString())
            .withVariable("PIP_RETRIES", "0")
            .behind(List.of("unshare", "-rn"));
    Finished refused = program.runToItsEnd(launch);
    assertThat(refused.status()).isNotZero();
    assertThat(refused.err())
        .contains("ducklake", "DuckDB's extension site", "Python package index", "--extension-dir")
        .doesNotContain("Exception");
    Refusals.requireNoProcessIn(data);
  }

  @Test
  void jdkTooOldIsToldWithWhatIsNeeded(Program program, @TempDir Path machine) throws IOException {
    Path old = fakeJdk(machine.resolve("jdk-17"), "17.0.12");
    String hide =
        JDK_PLACES.stream()
            .map(place -> "[ ! -d %1$s ] || mount -t tmpfs none %1$s; ".formatted(place))
            .reduce("", String::concat);
    Launch launch =
        Launch.in(program.newDirectory())
            .withVariable("JAVA_HOME", old.toString())
            .withVariable("HOME", machine.toString())
            .withVariable("PATH", old.resolve("bin") + ":/usr/bin:/bin")
            .behind(List.of("unshare", "-rm", "sh", "-ec", hide + "exec \"$@\"", "sh"));
    Finished refused = program.runToItsEnd(launch);
    assertThat(refused.status()).isNotZero();
    assertThat(refused.err()).contains("JDK 25", "17.0.12", "JAVA_HOME", old.toString());
    assertThat(launch.data()).doesNotExist();
  }

  private static Path fakeJdk(Path home, String version) throws IOException {
    Path bin = Files.createDirectories(home.resolve("bin"));
    for (String name : List.of("java", "javac")) {
      Path program =
          Files.writeString(
              bin.resolve(name),
              "#!/bin/sh\necho 'openjdk version \"" + version + "\" 2024-07-16' >&2\n");
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return home;
  }
}
