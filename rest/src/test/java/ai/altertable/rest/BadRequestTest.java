package ai.altertable.rest;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Grant;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadRequestTest {
  @TempDir private Path staging;
  private RunningApi api;

  @BeforeEach
  void start() {
    api = new RunningApi(staging);
  }

  @AfterEach
  void stop() {
    assertThat(api.sessions.opened).isEmpty();
    api.close();
  }

  private static JsonNode error(HttpResponse<String> response, int status, ErrorCode code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    assertThat(response.headers().firstValue("x-request-id")).isPresent();
    JsonNode body = RunningApi.json(response.body());
    assertThat(body.get("error").get("code").asText()).isEqualTo(code.name());
    assertThat(body.get("error").get("id").asText()).hasSize(36);
    assertThat(body.get("error").get("message")).isEqualTo(body.get("message"));
    return body;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | INVALID_REQUEST | JSON object",
        "`{` | INVALID_REQUEST | no JSON",
        "`{\"statement\": \"SELECT 1\"} x` | INVALID_REQUEST | no JSON",
        "`SELECT 1` | INVALID_REQUEST | send an object like {\"statement\": \"SELECT 1\"}",
        "`[]` | INVALID_REQUEST | JSON object",
        "`\"SELECT 1\"` | INVALID_REQUEST | JSON object",
        "`{}` | INVALID_REQUEST | 'statement' is missing",
        "`{\"statement\": \"\"}` | INVALID_REQUEST | empty; send {\"statement\": \"SELECT 1\"}",
        "`{\"statement\": null}` | INVALID_REQUEST | 'statement' is missing",
        "`{\"statement\": \" \"}` | INVALID_REQUEST | 'statement' is missing",
        "`{\"statement\": 1}` | INVALID_REQUEST | 'statement' must be a string, not 1",
        "`{\"statement\": \"\\ud800\"}` | INVALID_REQUEST | surrogate",
        "`{\"statement\": \"s\", \"catalog\": []}` | INVALID_REQUEST | 'catalog' must be a string",
        "`{\"statement\": \"s\", \"session_id\": 7}` | INVALID_REQUEST | 'session_id' must be",
        "`{\"statement\": \"s\", \"query_id\": {}}` | INVALID_REQUEST | 'query_id' must be",
        "`{\"statement\": \"s\", \"limit\": -1}` | INVALID_REQUEST | 'limit' must be",
        "`{\"statement\": \"s\", \"limit\": 1.5}` | INVALID_REQUEST | 'limit' must be",
        "`{\"statement\": \"s\", \"limit\": \"5\"}` | INVALID_REQUEST | 'limit' must be",
        "`{\"statement\": \"s\", \"offset\": 1e30}` | INVALID_REQUEST | 'offset' must be",
        "`{\"statement\": \"s\", \"offset\": 99999999999999999999}` | INVALID_REQUEST | 'offset'",
        "`{\"statement\": \"s\", \"visible\": \"yes\"}` | INVALID_REQUEST | 'visible' must be",
        "`{\"statement\": \"s\", \"ephemeral\": 1}` | INVALID_REQUEST | 'ephemeral' must be",
        "`{\"statement\": \"s\", \"cache\": \"on\"}` | INVALID_REQUEST | 'cache' must be",
        "`{\"statement\": \"s\", \"params\": 5}` | INVALID_REQUEST | 'params' must be",
        "`{\"statement\": \"s\", \"timezone\": \"Mars/Base\"}` | INVALID_PARAMETER | IANA",
        "`{\"statement\": \"s\", \"timezone\": \"+05:30\"}` | INVALID_PARAMETER | IANA",
        "`{\"statement\": \"s\", \"format\": \"x\"}` | INVALID_PARAMETER | Unsupported query format: x"
      })
  void whatIsWrongWithTheBodyIsTold(String body, ErrorCode code, String message) {
    JsonNode error = error(api.post("/query", body), 400, code);

    assertThat(error.get("message").asText()).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`\"format\": \"csv\"` | format",
        "`\"format\": \"parquet\"` | format",
        "`\"format\": \"jsonl\"` | format",
        "`\"dialect\": \"postgres\"` | dialect",
        "`\"sanitize\": true` | sanitize",
        "`\"params\": [1]` | params",
        "`\"params\": {\"a\": 1}` | params"
      })
  void whatWouldChangeTheAnswerIsRefused(String member, String name) {
    JsonNode error =
        error(
            api.post("/query", "{\"statement\": \"SELECT 1\", " + member + "}"),
            422,
            ErrorCode.FEATURE_NOT_SUPPORTED);

    assertThat(error.get("message").asText()).contains("'" + name + "'");
  }

  @Test
  void longSessionIdIsRefused() {
    String body = "{\"statement\": \"s\", \"session_id\": \"" + "x".repeat(256) + "\"}";

    error(api.post("/query", body), 400, ErrorCode.INVALID_PARAMETER);
  }

  @Test
  void deepJsonIsRefused() {
    String body = "{\"statement\": \"s\", \"x\": " + "[".repeat(1000) + "]".repeat(1000) + "}";

    assertThat(
            error(api.post("/query", body), 400, ErrorCode.INVALID_REQUEST).get("message").asText())
        .contains("depth");
  }

  @Test
  void hugeBodyIsRefusedWhetherItsLengthIsKnownOrNot() {
    String body = "{\"statement\": \"" + "x".repeat(2 << 20) + "\"}";
    error(api.post("/query", body), 400, ErrorCode.REQUEST_TOO_LARGE);

    HttpRequest.BodyPublisher unknownLength =
        HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofString(body));
    error(api.send(api.request("/query").POST(unknownLength)), 400, ErrorCode.REQUEST_TOO_LARGE);
  }

  @Test
  void longStatementIsRefused() {
    String body = "{\"statement\": \"" + "€".repeat(50_000) + "\"}";

    error(api.post("/query", body), 400, ErrorCode.STATEMENT_TOO_LARGE);
  }

  @Test
  void compressedBodyIsRefused() {
    HttpRequest.Builder request =
        api.request("/query")
            .header("content-encoding", "gzip")
            .POST(HttpRequest.BodyPublishers.ofString("{\"statement\": \"s\"}"));

    error(api.send(request), 422, ErrorCode.FEATURE_NOT_SUPPORTED);
  }

  @Test
  void unknownColumnHeaderIsRefused() {
    HttpRequest.Builder request =
        api.request("/query")
            .header("x-altertable-column-header", "fancy")
            .POST(HttpRequest.BodyPublishers.ofString("{\"statement\": \"s\"}"));

    error(api.send(request), 400, ErrorCode.INVALID_PARAMETER);
  }

  @ParameterizedTest
  @CsvSource({"POST,/query", "GET,/query/7d5a0e5c-2c1f-4a35-9a36-3d0a1f0d8f11", "POST,/upload"})
  void onlyAGrantSaysWhoAsks(String method, String path) {
    HttpRequest.Builder none =
        api.anonymous(path)
            .header("authorization", "Basic YTpi")
            .method(method, HttpRequest.BodyPublishers.ofString("{\"statement\": \"s\"}"));
    HttpRequest.Builder broken =
        api.anonymous(path)
            .header(Grant.HEADER, "nonsense")
            .method(method, HttpRequest.BodyPublishers.noBody());
    HttpRequest.Builder two =
        api.request(path)
            .header(Grant.HEADER, RunningApi.SIGNER.sign(RunningApi.GRANT))
            .method(method, HttpRequest.BodyPublishers.noBody());

    for (HttpRequest.Builder request : new HttpRequest.Builder[] {none, broken, two}) {
      HttpResponse<String> response = api.send(request);
      error(response, 401, ErrorCode.INVALID_CREDENTIALS);
      assertThat(response.headers().firstValue("www-authenticate")).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource({"/nowhere", "/query/", "/query/a/b", "/upload/x", "/queryx", "//query"})
  void unknownRoutesAre404WithoutCredentials(String path) {
    error(api.send(api.anonymous(path)), 404, ErrorCode.ROUTE_NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/query,POST",
    "PUT,/query/7d5a0e5c-2c1f-4a35-9a36-3d0a1f0d8f11,'DELETE, GET'",
    "GET,/upload,POST",
    "POST,/health,'GET, HEAD'",
    "DELETE,/,'GET, HEAD'",
    "POST,/ready,'GET, HEAD'"
  })
  void otherMethodsAre405(String method, String path, String allowed) {
    HttpResponse<String> response =
        api.send(api.anonymous(path).method(method, HttpRequest.BodyPublishers.noBody()));

    error(response, 405, ErrorCode.INVALID_REQUEST);
    assertThat(response.headers().firstValue("allow")).contains(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "SESSION_BUSY,409",
    "TOO_MANY_SESSIONS,429",
    "METADATA_UNAVAILABLE,503",
    "SHUTTING_DOWN,503",
    "COMMIT_OUTCOME_UNKNOWN,503",
    "PERMISSION_DENIED,403",
    "DEADLINE_EXCEEDED,499",
    "INTERNAL,500"
  })
  void sessionThatCannotBeOpenedIsToldByStatus(ErrorCode code, int status) {
    api.sessions.refusal = Optional.of(new PlatformException(code, "not now"));

    HttpResponse<String> response = api.post("/query", "{\"statement\": \"SELECT 1\"}");

    error(response, status, code);
    assertThat(response.headers().firstValue("retry-after").isPresent())
        .isEqualTo(
            code.retryable() && (status == 429 || status == 503 || code == ErrorCode.SESSION_BUSY));
  }

  @Test
  void unforeseenFailureHidesItsCause() {
    api.sessions.refusal = Optional.of(new IllegalStateException("password=hunter2"));

    HttpResponse<String> response = api.post("/query", "{\"statement\": \"SELECT 1\"}");

    error(response, 500, ErrorCode.INTERNAL);
    assertThat(response.body()).doesNotContain("hunter2");
  }

  @Test
  void uselessRequestIdIsReplaced() {
    HttpResponse<String> response =
        api.send(api.anonymous("/health").header("x-request-id", "a b\"<script>"));

    assertThat(response.headers().firstValue("x-request-id").orElseThrow()).hasSize(36);
  }
}
