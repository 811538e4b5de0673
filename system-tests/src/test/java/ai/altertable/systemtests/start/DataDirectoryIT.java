package ai.altertable.systemtests.start;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Finished;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@SystemTest
final class DataDirectoryIT {
  private static final String MARKER = "altertable.json";

  @Test
  void directoryOfARunningServerIsRefusedAndThatServerGoesOn(
      Program program, RunningServer server) {
    Finished refused = program.runToItsEnd(Launch.in(server.data()));
    assertRefused(refused, "already used by process " + server.server().pid(), "--data-dir");
    assertThat(server.http().query("SELECT 1").value()).isEqualTo("1");
  }

  @Test
  void directoryOfSomebodyElseIsRefusedAndLeftAlone(Program program) throws IOException {
    Path data = Files.createDirectory(program.newDirectory());
    Files.writeString(data.resolve("thesis.txt"), "years of work");
    assertRefused(program, data, "thesis.txt", "--data-dir");
    assertThat(names(data)).containsExactly("thesis.txt");
  }

  @Test
  void fileInPlaceOfADirectoryIsRefused(Program program) throws IOException {
    Path data = Files.writeString(program.newDirectory(), "a file");
    assertRefused(program, data, data.toString(), "--data-dir");
    assertThat(data).hasContent("a file");
    Files.delete(data);
  }

  @Test
  void directoryOfANewerVersionIsRefused(Program program) throws IOException {
    Path data = Files.createDirectory(program.newDirectory());
    String marker = "{\"format\": 999, \"created_by\": \"77.1\"}";
    Files.writeString(data.resolve(MARKER), marker);
    assertRefused(program, data, "newer version", "77.1");
    assertThat(data.resolve(MARKER)).hasContent(marker);
  }

  @Test
  void damagedMarkerIsRefused(Program program) throws IOException {
    Path data = Files.createDirectory(program.newDirectory());
    Files.writeString(data.resolve(MARKER), "{\"format\": 1, \"crea");
    assertRefused(program, data, "damaged", MARKER, "backup");
  }

  @Test
  void missingPartsAreToldAtOnce(Program program) throws IOException {
    Path data = Files.createDirectory(program.newDirectory());
    Files.writeString(
        data.resolve(MARKER),
        """
        {"format": 1, "created_by": "0.1.0", "created_at": "2026-01-01T00:00:00Z", "state": "ready"}
        """);
    assertRefused(program, data, "postgres", "objects", "keys");
  }

  private static void assertRefused(Program program, Path data, String... told) {
    assertRefused(program.runToItsEnd(Launch.in(data)), told);
    Refusals.requireNoProcessIn(data);
  }

  private static void assertRefused(Finished refused, String... told) {
    assertThat(refused.status()).isNotZero();
    assertThat(refused.err()).contains(told).doesNotContain("Exception");
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
