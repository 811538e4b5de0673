package ai.altertable.systemtests.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Duck;
import ai.altertable.systemtests.harness.Failure;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.SystemTest;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What each mode makes of a table that is there or not, for files of every format.
@SystemTest
final class UploadModesIT {
  enum Format {
    CSV,
    JSON,
    JSON_LINES,
    PARQUET;

    private String options() {
      return switch (this) {
        case CSV -> "FORMAT csv";
        case JSON -> "FORMAT json, ARRAY true";
        case JSON_LINES -> "FORMAT json";
        case PARQUET -> "FORMAT parquet";
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyFormatGoesInInEveryMode(Format format, Http http, @TempDir Path directory)
      throws IOException {
    String table = "mode_" + format;
    byte[] first = file(format, "SELECT 1 AS a, 'x' AS b UNION ALL SELECT 2, 'é'", directory);
    byte[] second = file(format, "SELECT 'z' AS b, 3 AS a", directory);
    byte[] partial = file(format, "SELECT 4 AS a", directory);

    assertThat(upload(http, table, "append", first).code()).isEqualTo("TABLE_NOT_FOUND");
    requireDone(http, table, "create", first);
    assertThat(upload(http, table, "create", first).code()).isEqualTo("ALREADY_EXISTS");
    requireRows(http, table, "[1,\"x\"]", "[2,\"é\"]");
    requireDone(http, table, "append", second);
    requireDone(http, table, "create_append", partial);
    requireRows(http, table, "[1,\"x\"]", "[2,\"é\"]", "[3,\"z\"]", "[4,null]");
    requireDone(http, table, "overwrite", first);
    requireRows(http, table, "[1,\"x\"]", "[2,\"é\"]");

    requireDone(http, table + "_fresh", "overwrite", first);
    requireDone(http, table + "_late", "create_append", first);
    requireRows(http, table + "_late", "[1,\"x\"]", "[2,\"é\"]");
  }

  private static byte[] file(Format format, String query, Path directory) throws IOException {
    Path file = directory.resolve("file");
    try (Duck duck = Duck.open()) {
      duck.run("COPY (" + query + ") TO '" + file + "' (" + format.options() + ")");
    }
    return Files.readAllBytes(file);
  }

  private static void requireDone(Http http, String table, String mode, byte[] file) {
    HttpResponse<String> response = send(http, table, mode, file);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }

  private static Failure upload(Http http, String table, String mode, byte[] file) {
    return Failure.ofResponse(send(http, table, mode, file));
  }

  private static HttpResponse<String> send(Http http, String table, String mode, byte[] file) {
    return http.upload(
        Map.of("table", table, "mode", mode, "schema", "Modes"), BodyPublishers.ofByteArray(file));
  }

  private static void requireRows(Http http, String table, String... rows) {
    assertThat(http.query("SELECT a, b FROM \"Modes\"." + table + " ORDER BY a").texts())
        .containsExactly(rows);
  }

  @Test
  void typesOfTheTableDecideWhatTextsOfAFileBecome(Http http) {
    http.query("CREATE OR REPLACE TABLE codes(code VARCHAR, day DATE)").orFail();
    byte[] csv = "day,code\n2026-01-02,007\n".getBytes(StandardCharsets.UTF_8);
    HttpResponse<String> response =
        http.upload(Map.of("table", "codes"), BodyPublishers.ofByteArray(csv));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(http.query("FROM codes").texts()).containsExactly("[\"007\",\"2026-01-02\"]");
  }
}
