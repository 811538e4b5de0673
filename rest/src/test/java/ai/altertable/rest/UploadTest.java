package ai.altertable.rest;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.foundation.session.FileFormat;
import ai.altertable.foundation.session.FileLoad;
import ai.altertable.foundation.session.LoadMode;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadTest {
  @TempDir private Path staging;
  private RunningApi api;
  private final List<FileLoad> loads = new CopyOnWriteArrayList<>();
  private volatile byte[] content = new byte[0];

  @BeforeEach
  void start() {
    api = new RunningApi(staging);
    api.sessions.loader =
        load -> {
          loads.add(load);
          content = content(load.file());
          return 1;
        };
  }

  @AfterEach
  void stop() throws IOException {
    api.close();
    try (var files = Files.walk(staging).filter(Files::isRegularFile)) {
      assertThat(files).isEmpty();
    }
  }

  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private HttpResponse<String> upload(String query, String contentType, String body) {
    HttpRequest.Builder request =
        api.request("/upload?" + query).POST(HttpRequest.BodyPublishers.ofString(body));
    return api.send(contentType.isEmpty() ? request : request.header("content-type", contentType));
  }

  @Test
  void bodyIsLoadedAsAFile() {
    HttpResponse<String> response =
        upload("catalog=lakehouse&schema=raw&table=My%20Table&mode=create", "text/csv", "a\n1\n");

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
    assertThat(response.headers().firstValue("x-request-id")).isPresent();
    FileLoad load = loads.getFirst();
    assertThat(load.catalog()).isEqualTo("lakehouse");
    assertThat(load.schema()).isEqualTo("raw");
    assertThat(load.table()).isEqualTo("My Table");
    assertThat(load.mode()).isEqualTo(LoadMode.CREATE);
    assertThat(load.format()).isEqualTo(FileFormat.CSV);
    assertThat(content).isEqualTo("a\n1\n".getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"tabel=t,tabel", "table=t&shcema=raw,shcema", "table=t&Mode=create,Mode"})
  void parameterThatIsNoneIsRefusedByItsName(String query, String name) {
    HttpResponse<String> response = upload(query, "text/csv", "a\n1\n");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("INVALID_PARAMETER", "'" + name + "' is no parameter");
    assertThat(loads).isEmpty();
  }

  @Test
  void whatClientsSendBesideAModeIsKnown() {
    assertThat(upload("table=t&mode=append&primary_key=id&", "text/csv", "a\n1\n").statusCode())
        .isEqualTo(200);
  }

  @Test
  void whatIsLeftOutHasDefaults() {
    upload("table=t", "", "a\n1\n");

    FileLoad load = loads.getFirst();
    assertThat(load.catalog()).isEqualTo("lakehouse");
    assertThat(load.schema()).isEqualTo("main");
    assertThat(load.mode()).isEqualTo(LoadMode.APPEND);
    assertThat(api.sessions.requests.getFirst().catalog()).contains("lakehouse");
    assertThat(api.sessions.requests.getFirst().schema()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "create,CREATE",
    "append,APPEND",
    "overwrite,OVERWRITE",
    "create_append,CREATE_APPEND"
  })
  void modesAreUnderstood(String name, LoadMode mode) {
    upload("table=t&mode=" + name, "text/csv", "a\n");

    assertThat(loads.getFirst().mode()).isEqualTo(mode);
  }

  @Test
  void largeBodyArrivesWhole() {
    byte[] body = new byte[20 << 20];
    new Random(7).nextBytes(body);
    HttpResponse<String> response =
        api.send(
            api.request("/upload?table=t&format=parquet")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(content).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "application/json | `` | x | JSON",
        "application/json; charset=utf-8 | csv | x | JSON",
        "application/vnd.x+json | `` | x | JSON",
        "text/csv | parquet | PAR1 | CSV",
        "application/vnd.apache.parquet | `` | x | PARQUET",
        "application/octet-stream | json | x | JSON",
        "application/x-www-form-urlencoded | `` | `{\"a\":1}` | JSON",
        "application/octet-stream | `` | PAR1xx | PARQUET",
        "application/octet-stream | `` | ` \n[1]` | JSON",
        "application/octet-stream | jsonl | x | JSON",
        "`` | `` | `a,b` | CSV",
        "`` | `` | PA | CSV",
        "`` | PARQUET | x | PARQUET"
      })
  void formatIsFoundByTypeThenParameterThenContent(
      String contentType, String format, String body, FileFormat expected) {
    upload("table=t" + (format.isEmpty() ? "" : "&format=" + format), contentType, body);

    assertThat(loads.getFirst().format()).isEqualTo(expected);
  }

  private static void isError(HttpResponse<String> response, int status, ErrorCode code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    JsonNode body = RunningApi.json(response.body());
    assertThat(body.get("error").get("code").asText()).isEqualTo(code.name());
  }

  @ParameterizedTest
  @CsvSource({
    "catalog=lakehouse,400,INVALID_REQUEST",
    "table=,400,INVALID_REQUEST",
    "table=t&mode=replace,400,INVALID_PARAMETER",
    "table=t&mode=upsert&primary_key=id,422,FEATURE_NOT_SUPPORTED",
    "table=t&format=avro,400,INVALID_PARAMETER",
    "table=t&format=csv&format=json,400,INVALID_PARAMETER",
    "table=t&table=t,400,INVALID_PARAMETER"
  })
  void wrongParametersAreRefusedBeforeTheBodyIsRead(String query, int status, ErrorCode code) {
    isError(upload(query, "", "a\n"), status, code);
    assertThat(api.sessions.opened).isEmpty();
  }

  @Test
  void emptyBodyIsRefused() {
    isError(upload("table=t", "text/csv", ""), 400, ErrorCode.INVALID_REQUEST);
    assertThat(loads).isEmpty();
  }

  @Test
  void compressedBodyIsRefused() {
    HttpRequest.Builder request =
        api.request("/upload?table=t")
            .header("content-encoding", "gzip")
            .POST(HttpRequest.BodyPublishers.ofString("x"));

    isError(api.send(request), 422, ErrorCode.FEATURE_NOT_SUPPORTED);
  }

  @Test
  void unknownCatalogIsToldBeforeTheBodyIsRead() {
    api.sessions.refusal =
        Optional.of(
            new PlatformException(ErrorCode.CATALOG_NOT_FOUND, "Catalog \"x\" does not exist"));

    isError(upload("catalog=x&table=t", "text/csv", "a\n"), 404, ErrorCode.CATALOG_NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource({
    "ALREADY_EXISTS,409",
    "TABLE_NOT_FOUND,404",
    "MALFORMED_FILE,400",
    "READ_ONLY,403",
    "METADATA_UNAVAILABLE,503",
    "INTERNAL,500"
  })
  void failedLoadIsToldByStatus(ErrorCode code, int status) {
    api.sessions.loader =
        load -> {
          throw new PlatformException(code, "it went wrong");
        };

    isError(upload("table=t", "text/csv", "a\n"), status, code);
  }

  @ParameterizedTest
  @CsvSource({
    "table=t&mode=create, ALREADY_EXISTS, mode=append, mode=overwrite",
    "table=t, TABLE_NOT_FOUND, mode=create;, mode=create_append"
  })
  void modesThatWouldHaveDoneAreTold(String query, ErrorCode code, String one, String other) {
    api.sessions.loader =
        load -> {
          throw new PlatformException(code, "it went wrong");
        };

    assertThat(upload(query, "text/csv", "a\n").body())
        .contains(code.name(), "it went wrong", one, other);
  }

  @Test
  void uploadStopsBeforeTheDiskIsFull() {
    try (RunningApi full = new RunningApi(staging, new DataSize(Long.MAX_VALUE))) {
      HttpResponse<String> response =
          full.send(
              full.request("/upload?table=t").POST(HttpRequest.BodyPublishers.ofString("a\n")));

      isError(response, 429, ErrorCode.DISK_FULL);
      assertThat(response.headers().firstValue("retry-after")).isPresent();
      assertThat(response.body()).contains("no room");
    }
  }
}
