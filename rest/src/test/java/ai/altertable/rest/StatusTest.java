package ai.altertable.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusTest {
  @TempDir private Path staging;
  private RunningApi api;

  @BeforeEach
  void start() {
    api = new RunningApi(staging);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void anybodyMayAskWhoIsThere() {
    HttpResponse<String> root = api.send(api.anonymous("/"));
    HttpResponse<String> health = api.send(api.anonymous("/health?x=1"));

    assertThat(root.statusCode()).isEqualTo(200);
    assertThat(RunningApi.json(root.body()).get("worker_slug").asText()).isEqualTo("worker-7");
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).isEqualTo("{\"status\":\"ok\"}");
    assertThat(health.headers().firstValue("x-request-id")).isPresent();
  }

  @Test
  void headAnswersWithoutBody() {
    HttpResponse<String> response =
        api.send(api.anonymous("/health").method("HEAD", HttpRequest.BodyPublishers.noBody()));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void readinessSaysWhatStandsInTheWay() {
    assertThat(api.send(api.anonymous("/ready")).statusCode()).isEqualTo(200);

    api.obstacle = Optional.of("the metadata database is away");

    HttpResponse<String> response = api.send(api.anonymous("/ready"));
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("the metadata database is away");
  }
}
