package ai.altertable.systemtests.start;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Finished;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// `altertable doctor`, before a first start, while a server runs, and when something is wrong.
@SystemTest
final class DoctorIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// @param status `ok`, `warning` or `problem`
  private record Found(String status, String seen) {}

  private static Finished doctor(Program program, Path data, String... more) {
    List<String> arguments = new ArrayList<>(List.of("doctor", "--json", "--data-dir"));
    arguments.add(data.toString());
    arguments.addAll(List.of(more));
    return program.run(arguments.toArray(String[]::new));
  }

  private static Map<String, Found> found(Finished finished) throws IOException {
    Map<String, Found> found = new TreeMap<>();
    for (JsonNode check : JSON.readTree(finished.out()).required("checks")) {
      found.put(
          check.required("check").asText(),
          new Found(check.required("status").asText(), check.required("seen").asText()));
    }
    return found;
  }

  private static Found one(Map<String, Found> found, String check) {
    Found one = found.get(check);
    assertThat(one).as(check).isNotNull();
    return Objects.requireNonNull(one);
  }

  @Test
  void beforeTheFirstStartNothingIsMade(Program program) throws IOException {
    Path data = program.newDirectory();

    Finished finished = doctor(program, data, "--http-port", "0");

    assertThat(finished.status()).as(finished.said()).isZero();
    assertThat(found(finished).keySet())
        .contains("java", "memory", "clock", "extensions", "postgresql cluster", "server");
    assertThat(data).doesNotExist();
  }

  @Test
  void runningServerIsFineAndItsPortIsItsOwn(Program program) throws IOException {
    try (RunningServer server = program.start(Launch.in(program.newDirectory()))) {
      String port = Integer.toString(server.http().base().getPort());

      Finished finished = doctor(program, server.data(), "--http-port", port);

      assertThat(finished.status()).as(finished.said()).isZero();
      Map<String, Found> found = found(finished);
      assertThat(found.values()).extracting(Found::status).doesNotContain("problem");
      assertThat(one(found, "server").seen())
          .contains("its worker answers, and clients are answered");
      assertThat(one(found, "port").seen())
          .contains("held by this server, process " + server.server().pid());
      assertThat(one(found, "postgresql server").seen()).contains("keeps what it acknowledges");
      assertThat(one(found, "extensions").seen()).contains("DuckDB loads them");
      assertThat(one(found, "data directory").status()).isEqualTo("ok");
    }
  }

  @Test
  void whatIsWrongIsToldTogether(Program program) throws IOException {
    Path data = program.newDirectory();
    Files.createDirectories(data);
    Files.writeString(data.resolve("thesis.txt"), "not ours");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      Finished finished =
          doctor(
              program,
              data,
              "--http-port",
              Integer.toString(taken.getLocalPort()),
              "--tls-certificate",
              data.resolve("none.pem").toString(),
              "--tls-key",
              data.resolve("none.key").toString());

      assertThat(finished.status()).isEqualTo(1);
      assertThat(found(finished))
          .hasEntrySatisfying("port", found -> assertThat(found.status()).isEqualTo("problem"))
          .hasEntrySatisfying("tls", found -> assertThat(found.status()).isEqualTo("problem"))
          .hasEntrySatisfying(
              "data directory", found -> assertThat(found.status()).isEqualTo("problem"));
      assertThat(data.toFile().list()).containsExactly("thesis.txt");
    }
  }

  @Test
  void badSettingIsRefusedAsByAStart(Program program) {
    Finished finished = program.run("doctor", "--http-port", "99999");

    assertThat(finished.status()).isEqualTo(100);
    assertThat(finished.err()).contains("--http-port must be between 0 and 65535");
  }
}
