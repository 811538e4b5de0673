package ai.altertable.systemtests.query;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Finished;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The commands that the documentation shows, and what comes back to the byte.
@SystemTest
final class CurlIT {
  private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  @Test
  void selectOneComesBackAsThreeLines(Http http) {
    String statement = "{\"statement\":\"SELECT 1\"}";
    Finished curl =
        curl("-u", Launch.USER, http.base().resolve("/query").toString(), "-d", statement);
    assertThat(curl.out().lines().skip(1))
        .containsExactly("[{\"name\":\"1\",\"type\":\"INTEGER\"}]", "[1]");
    assertThat(curl.out()).endsWith("]\n");
    assertThat(curl.out().lines().findFirst().orElseThrow())
        .matches(
            "\\{\"statement\":\"SELECT 1\",\"rows_limit\":null,\"rows_offset\":null,"
                + "\"init_time_ms\":[1-9]\\d*,\"connections_errors\":\\{\\},"
                + "\"session_id\":\"UUID\",\"query_id\":\"UUID\",".replace("UUID", UUID)
                + "\"worker_slug\":\"hosted-1\"\\}");
  }

  @Test
  void queryIsFoundByItsIdOnceItsAnswerHasEnded(Http http) {
    String id = http.query("SELECT 'find me'").orFail().head("query_id");
    HttpResponse<String> found = http.get("/query/" + id);
    assertThat(found.statusCode()).isEqualTo(200);
    assertThat(found.body())
        .contains("SELECT 'find me'", "\"client_interface\":\"HttpQuery\"", "\"error\":null")
        .doesNotContain("\"end_time\":null");
  }

  @Test
  void uploadByCurlNeedsNoTypeOfContent(Http http) {
    Finished curl =
        curl(
            "-u",
            Launch.USER,
            "-X",
            "POST",
            "--data-binary",
            "a,b\n1,x\n2,y\n",
            "-w",
            "%{http_code}",
            http.base().resolve("/upload?table=by_curl&mode=overwrite").toString());
    assertThat(curl.out()).isEqualTo("200");
    assertThat(http.query("FROM by_curl ORDER BY a").texts())
        .containsExactly("[1,\"x\"]", "[2,\"y\"]");
  }

  @Test
  void clientThatOffersHttp2IsAnsweredInHttp11(Http http) throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    URI query = http.base().resolve("/query");
    HttpRequest request =
        HttpRequest.newBuilder(query)
            .header("Authorization", http.authorization())
            .header("Accept", "application/json")
            .header("Accept", "application/x-ndjson")
            .POST(BodyPublishers.ofString("{\"statement\": \"SELECT 7\"}"))
            .build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    assertThat(response.body()).endsWith("[7]\n");
  }

  @Test
  void statusNeedsNoCredentials(RunningServer server) {
    for (String path : List.of("/", "/health", "/ready")) {
      Finished curl =
          curl(
              "-o",
              "/dev/null",
              "-w",
              "%{http_code}",
              server.http().base().resolve(path).toString());
      assertThat(curl.out()).as(path).isEqualTo("200");
    }
  }

  private static Finished curl(String... arguments) {
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "20"));
    command.addAll(List.of(arguments));
    return Finished.of(new ProcessBuilder(command), Duration.ofSeconds(30)).orFail();
  }
}
