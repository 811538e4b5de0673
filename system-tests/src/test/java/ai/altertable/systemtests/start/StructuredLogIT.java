package ai.altertable.systemtests.start;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Answer;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Proc;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.Query;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import ai.altertable.systemtests.harness.Wait;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `--log-format json`: every line of every process is an object, and errors are found by their
/// ids.
@SystemTest
final class StructuredLogIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern WORDS = Pattern.compile(" +");
  private static final List<String> FILES = List.of("server.log", "hosted-1.log", "postgres.log");

  private static List<JsonNode> objects(String text) {
    List<JsonNode> objects = new ArrayList<>();
    text.lines()
        .forEach(line -> {
          try {
            JsonNode object = JSON.readTree(line);
            assertThat(object.isObject()).as(line).isTrue();
            assertThat(Instant.parse(object.required("time").asText())).as(line).isNotNull();
            for (String field : List.of("level", "process", "logger", "message")) {
              assertThat(object.has(field)).as(field + " in " + line).isTrue();
            }
            objects.add(object);
          } catch (IOException malformed) {
            throw new UncheckedIOException("not JSON: " + line, malformed);
          }
        });
    return objects;
  }

  private static List<JsonNode> lines(RunningServer server) {
    return FILES.stream().flatMap(file -> objects(server.log(file)).stream()).toList();
  }

  private static JsonNode awaitLineOf(RunningServer server, String errorId) {
    List<JsonNode> found = new ArrayList<>();
    Wait.until(
        PATIENCE,
        "the error " + errorId + " is in the log",
        () -> {
          lines(server).stream()
              .filter(line -> line.path("error_id").asText().equals(errorId))
              .forEach(found::add);
          return !found.isEmpty();
        });
    return found.getFirst();
  }

  @Test
  void everyLineIsAnObjectAndEveryErrorIsFoundByItsId(Program program) {
    try (RunningServer server =
        program.start(Launch.in(program.newDirectory()).with("--log-format", "json"))) {
      Http http = server.http();
      UUID queryId = UUID.randomUUID();

      Answer wrong = http.query(Query.of("SELECT * FROM no_such_table_here").id(queryId));
      JsonNode line = awaitLineOf(server, wrong.error().id());
      assertThat(line.required("process").asText()).isEqualTo("hosted-1");
      assertThat(line.required("query_id").asText()).isEqualTo(queryId.toString());
      assertThat(line.required("error_code").asText()).isEqualTo("TABLE_NOT_FOUND");
      assertThat(line.toString()).doesNotContain("no_such_table_here");

      Answer refused = server.http("admin:wrong").query("SELECT 1");
      assertThat(awaitLineOf(server, refused.error().id()).required("process").asText())
          .isEqualTo("server");

      kill(server, http);
      assertThat(lines(server))
          .extracting(each -> each.required("process").asText())
          .contains("server", "hosted-1", "postgres");
      assertThat(objects(server.output())).isNotEmpty();
    }
  }

  @Test
  void firstLoginIsNotPrintedWhereOutputIsCollected(Program program) throws IOException {
    Launch launch =
        Launch.bare(program.newDirectory()).with("--http-port", "0", "--log-format", "json");
    try (RunningServer server = program.start(launch)) {
      Path file = server.data().resolve("keys").resolve("first-login");
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      List<String> words =
          Files.readString(file)
              .lines()
              .map(WORDS::split)
              .map(last -> last[last.length - 1])
              .toList();
      assertThat(words).hasSize(3);
      assertThat(server.output())
          .contains(file.toString())
          .doesNotContain(words.get(1), words.get(2));
      Http own = server.http(words.get(0) + ":" + words.get(1));
      assertThat(own.query("SELECT 42").number()).isEqualTo(42);
    }
  }

  private static void kill(RunningServer server, Http http) {
    Proc worker = server.worker();
    worker.signal("SEGV");
    Wait.until(
        PATIENCE,
        "another worker answers",
        () ->
            server.findWorker().filter(other -> other.pid() != worker.pid()).isPresent()
                && http.query("SELECT 1").failure().isEmpty());
    // What the Java machine prints when it crashes is no line of ours.
    assertThat(objects(server.workerLog()))
        .extracting(line -> line.required("logger").asText())
        .contains("output");
  }

  @Test
  void unknownFormatIsRefused(Program program) {
    var finished = program.run("start", "--log-format", "xml", "--log-level", "loud");

    assertThat(finished.status()).isEqualTo(100);
    assertThat(finished.err())
        .contains(
            "--log-format must be one of text, json, not xml",
            "--log-level must be one of error, warn, info, debug, trace, not loud");
  }
}
