package ai.altertable.launcher.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.process.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresInstallationTest {
  private static final String OPEN_FILE = "rw-r--r--";

  @TempDir Path runtime;

  @Test
  void unpacksOnceHoweverManyDoItAtOnce() throws Exception {
    Path abandoned = Files.createDirectory(runtime.resolve(".postgresql-abandoned"));
    Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minusSeconds(7200)));
    List<PostgresInstallation> provided = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Callable<PostgresInstallation> provide =
          () -> PostgresInstallation.provide(runtime, Machine.current(), _ -> {});
      for (Future<PostgresInstallation> future : threads.invokeAll(List.of(provide, provide))) {
        provided.add(future.get());
      }
    }
    assertThat(provided.getFirst()).isEqualTo(provided.getLast());
    assertThat(provided.getFirst().major()).isEqualTo(17);
    assertThat(runtime.toFile().list())
        .containsExactly(provided.getFirst().directory().getFileName().toString());
    List<String> progress = new ArrayList<>();
    PostgresInstallation.provide(runtime, Machine.current(), progress::add);
    assertThat(progress).isEmpty();
    Path share = provided.getFirst().directory().resolve("share/postgresql");
    Files.write(share.resolve("postgres.bki"), new byte[0]);
    PostgresInstallation.provide(runtime, Machine.current(), progress::add);
    assertThat(share.resolve("postgres.bki")).isNotEmptyFile();
  }

  @Test
  void whatOneUserUnpacksEveryUserCanRun() throws Exception {
    Path directory =
        PostgresInstallation.provide(runtime.resolve("new"), Machine.current(), _ -> {})
            .directory();
    try (Stream<Path> files = Files.walk(runtime.resolve("new"))) {
      assertThat(files.filter(file -> !Files.isSymbolicLink(file)))
          .hasSizeGreaterThan(100)
          .allSatisfy(file ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                  .isEqualTo(Files.isDirectory(file) || isProgram(file) ? "rwxr-xr-x" : OPEN_FILE));
    }
    assertThat(directory.resolve("inventory")).exists();
  }

  private static boolean isProgram(Path file) {
    return Files.isExecutable(file);
  }

  @Test
  void machineWithoutProgramsIsNamed() {
    Machine other = new Machine(Machine.OperatingSystem.MACOS, Machine.Architecture.ARM_64, false);
    Machine here = Machine.current();
    Machine missing =
        other.equals(here)
            ? new Machine(Machine.OperatingSystem.LINUX, Machine.Architecture.ARM_64, false)
            : other;
    assertThatThrownBy(() -> PostgresInstallation.provide(runtime, missing, _ -> {}))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("no PostgreSQL for this machine")
        .hasMessageContaining("Linux or macOS");
  }

  @Test
  void programsThatDoNotRunAreExplained() throws Exception {
    PostgresInstallation real =
        PostgresInstallation.provide(PostgresFixture.RUNTIME, Machine.current(), _ -> {});
    Path copy = runtime.resolve(real.directory().getFileName());
    Files.createDirectories(copy.resolve("bin"));
    Files.writeString(copy.resolve("bin/postgres"), "\u007fELF");
    Inventory.note(copy);
    Machine here = Machine.current();
    Machine musl = new Machine(here.system(), here.architecture(), true);
    assertThatThrownBy(() -> PostgresInstallation.provide(runtime, musl, _ -> {}))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("do not run on this machine")
        .hasMessageContaining("glibc");
  }
}
