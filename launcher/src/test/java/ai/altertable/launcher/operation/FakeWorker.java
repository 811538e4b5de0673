package ai.altertable.launcher.operation;

import ai.altertable.http.Headers;
import ai.altertable.http.HttpExchange;
import ai.altertable.http.HttpServer;
import ai.altertable.http.HttpServerConfig;
import ai.altertable.launcher.process.UnixHttp;
import ai.altertable.launcher.worker.WorkerLink;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What a worker answers its server, over a Unix socket.
final class FakeWorker implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// As `user/id`.
  final List<String> queries = new CopyOnWriteArrayList<>();

  volatile boolean draining;
  private final String slug;
  private final Path socket;
  private final HttpServer server;

  private FakeWorker(String slug, Path socket) {
    this.slug = slug;
    this.socket = socket;
    this.server =
        HttpServer.start(
            HttpServerConfig.on(UnixDomainSocketAddress.of(socket))
                .withDrainDeadline(Duration.ofMillis(50)),
            this::handle);
  }

  static FakeWorker start(Path directory, String slug, String... queries) {
    FakeWorker worker = new FakeWorker(slug, directory.resolve(slug));
    worker.queries.addAll(List.of(queries));
    return worker;
  }

  WorkerLink link() {
    return new WorkerLink(slug, new UnixHttp(socket), () -> "grant", Duration.ofSeconds(5));
  }

  private void handle(HttpExchange exchange) throws IOException {
    String order = exchange.method() + " " + exchange.target().rawPath();
    switch (order) {
      case "GET /platform/drain" -> answer(exchange, 200, state());
      case "GET /platform/queries" -> answer(exchange, 200, list());
      case "POST /platform/queries" -> end(exchange);
      default -> answer(exchange, 404, "{'error':{'code':'ROUTE_NOT_FOUND','message':'none'}}");
    }
  }

  private String state() {
    return "{'draining':%s,'running':%d,'transactions':1}".formatted(draining, queries.size());
  }

  private String list() {
    List<String> all =
        queries.stream()
            .map(one -> one.split("/", 2))
            .map(one -> "{'user':'%s','id':'%s'}".formatted(one[0], one[1]))
            .toList();
    return "[" + String.join(",", all) + "]";
  }

  private void end(HttpExchange exchange) throws IOException {
    JsonNode target =
        JSON.readTree(new String(exchange.body().readAllBytes(), StandardCharsets.UTF_8));
    boolean ended = queries.removeIf(one -> one.endsWith("/" + target.required("id").asText()));
    answer(exchange, 200, "{'ended':" + ended + "}");
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    exchange.respond(
        status, Headers.of("content-type", "application/json"), json.replace('\'', '"'));
  }

  @Override
  public void close() {
    server.close();
  }
}
