package ai.altertable.systemtests.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Failure;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.RawClient;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import ai.altertable.systemtests.harness.TestFiles;
import ai.altertable.systemtests.harness.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Files that cannot be loaded: each is refused with what is wrong, and leaves nothing behind.
@SystemTest
final class BadUploadIT {
  private static final String EXISTING = "before_bad_upload";

  @BeforeEach
  void existingTable(Http http) {
    http.query("CREATE OR REPLACE TABLE before_bad_upload AS SELECT 1 AS a, 'kept' AS b").orFail();
  }

  @AfterEach
  void nothingIsLeftBehind(RunningServer server) {
    Http http = server.http();
    assertThat(http.query("FROM before_bad_upload").texts()).containsExactly("[1,\"kept\"]");
    assertThat(http.query("FROM bad").error().code()).isEqualTo("TABLE_NOT_FOUND");
    Wait.until(Duration.ofSeconds(5), "nothing is staged", () -> staged(server) == 0);
    http.query("INSERT INTO before_bad_upload VALUES (2, 'no lock is stuck')").orFail();
  }

  private static long staged(RunningServer server) {
    try (Stream<Path> files = Files.walk(server.data().resolve("staging"))) {
      return files.filter(Files::isRegularFile).count();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void truncatedParquetIsRefused(Http http, TestFiles files) throws IOException {
    byte[] whole = Files.readAllBytes(files.lineitem("0.1"));
    for (int size : new int[] {4, 8, 100, whole.length / 2, whole.length - 1}) {
      requireRefused(http, Arrays.copyOf(whole, size), "MALFORMED_FILE");
    }
  }

  @Test
  void parquetWhosePagesLieIsRefused(Http http, TestFiles files) throws IOException {
    byte[] lying = Files.readAllBytes(files.lineitem("0.1"));
    for (int at = lying.length / 2; at < lying.length / 2 + 4096; at++) {
      lying[at] = (byte) (at * 31);
    }
    requireRefused(http, lying, "MALFORMED_FILE");
  }

  @Test
  void parquetWhoseFooterLiesIsRefused(Http http, TestFiles files) throws IOException {
    byte[] whole = Files.readAllBytes(files.lineitem("0.1"));
    byte[] hugeFooter = whole.clone();
    Arrays.fill(hugeFooter, whole.length - 8, whole.length - 4, (byte) 0x7f);
    requireRefused(http, hugeFooter, "MALFORMED_FILE");
    byte[] garbledFooter = whole.clone();
    Arrays.fill(garbledFooter, whole.length - 600, whole.length - 300, (byte) 0x5a);
    requireRefused(http, garbledFooter, "MALFORMED_FILE");
  }

  @Test
  void csvThatSaysItIsParquetIsRefused(Http http) {
    Failure failure =
        Failure.ofResponse(
            http.upload(
                Map.of("table", "bad", "mode", "create", "format", "parquet"), text("a,b\n1,2\n")));
    assertThat(failure.code()).isEqualTo("MALFORMED_FILE");
  }

  @Test
  void raggedRowIsToldByItsLine(Http http) {
    assertThat(requireRefused(http, "a,b\n1,2\n3,4,5\n6,7\n", "MALFORMED_FILE").message())
        .containsPattern("(?i)line:? 3");
    String rows =
        IntStream.range(0, 60_000).mapToObj(i -> i + ",x\n").collect(Collectors.joining());
    assertThat(requireRefused(http, "a,b\n" + rows + "1,2,3\n" + rows, "MALFORMED_FILE").message())
        .containsPattern("(?i)line:? 60002");
  }

  @Test
  void valueOfTheWrongTypeIsToldByItsLine(Http http) {
    String rows =
        IntStream.range(0, 60_000).mapToObj(i -> i + ",x\n").collect(Collectors.joining());
    Failure failure =
        Failure.ofResponse(
            http.upload(Map.of("table", EXISTING), text("a,b\n" + rows + "seven,x\n")));
    assertThat(failure.code()).isIn("MALFORMED_FILE", "INVALID_VALUE");
    assertThat(failure.message()).containsPattern("(?i)line:? 60002").contains("seven");
  }

  @Test
  void brokenJsonIsRefused(Http http) {
    requireRefused(http, "{\"a\": 1}\n{\"a\": 2", "MALFORMED_FILE");
    requireRefused(http, "[{\"a\": 1}, {\"a\": }]", "MALFORMED_FILE");
  }

  @Test
  void emptyFileIsRefused(Http http) {
    assertThat(requireRefused(http, "", "INVALID_REQUEST").message()).contains("empty");
  }

  @Test
  void lineBeyondEveryMeasureIsRefused(Http http) {
    String field = "x".repeat(4 << 20);
    requireRefused(http, "a,b\n1," + field + "\n2,y\n", "MALFORMED_FILE");
  }

  @Test
  void binaryRubbishIsRefused(Http http) {
    byte[] rubbish = new byte[200_000];
    new Random(7).nextBytes(rubbish);
    requireRefused(http, rubbish, "MALFORMED_FILE");
  }

  @Test
  void wrongParametersAreRefusedByName(Http http) {
    assertThat(refusal(http, Map.of("table", "bad", "mode", "replace")).message())
        .contains("replace", "overwrite");
    assertThat(refusal(http, Map.of("mode", "create")).message()).contains("table");
    assertThat(refusal(http, Map.of("table", "bad", "format", "xls")).message()).contains("xls");
    Failure catalog = refusal(http, Map.of("table", "bad", "mode", "create", "catalog", "demo"));
    assertThat(catalog.code()).isEqualTo("CATALOG_NOT_FOUND");
    assertThat(catalog.message()).contains("\"demo\" does not exist");
  }

  @Test
  void columnThatTheTableDoesNotHaveIsRefused(Http http) {
    Failure failure =
        Failure.ofResponse(http.upload(Map.of("table", EXISTING), text("a,c\n1,2\n")));
    assertThat(failure.status()).isBetween(400, 499);
    assertThat(failure.message()).contains("c");
  }

  @Test
  void uploadWhoseClientGoesAwayLeavesNothing(RunningServer server) {
    try (RawClient client = RawClient.connect(server.http())) {
      client.send(
          """
          POST /upload?table=bad&mode=create HTTP/1.1\r
          Host: x\r
          Authorization: %s\r
          Content-Length: 1000000\r
          \r
          a,b
          """
              .formatted(server.http().authorization()));
      client.send("1,2\n".repeat(100_000));
      Wait.until(Duration.ofSeconds(5), "the upload is staged", () -> staged(server) == 1);
    }
  }

  private static Failure refusal(Http http, Map<String, String> parameters) {
    return Failure.ofResponse(http.upload(parameters, text("a\n1\n")));
  }

  private static BodyPublisher text(String file) {
    return BodyPublishers.ofString(file);
  }

  private static Failure requireRefused(Http http, String file, String code) {
    return requireRefused(http, file.getBytes(StandardCharsets.UTF_8), code);
  }

  private static Failure requireRefused(Http http, byte[] file, String code) {
    Failure failure =
        Failure.ofResponse(
            http.upload(
                Map.of("table", "bad", "mode", "create"), BodyPublishers.ofByteArray(file)));
    assertThat(failure.code()).as(failure.message()).isEqualTo(code);
    assertThat(failure.status()).isEqualTo(400);
    assertThat(failure.id()).isNotEmpty();
    assertThat(failure.message()).doesNotContain("/staging/");
    return failure;
  }
}
