package ai.altertable.benchmarks.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestClientTest {
  private static final String HEAD =
      "{\"statement\":\"\"}\n[{\"name\":\"a\",\"type\":\"INTEGER\"}]\n";

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server = start();
  private String answer = "";
  private int status = 200;
  private boolean chunked;

  private HttpServer start() {
    try {
      HttpServer made =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      made.createContext(
          "/",
          exchange -> {
            String body =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(
                exchange.getRequestURI()
                    + " "
                    + exchange.getRequestHeaders().getFirst("Authorization")
                    + " "
                    + body);
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                status, chunked ? 0 : bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
              out.write(bytes);
            }
          });
      return made;
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @BeforeEach
  void listen() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Rest rest() {
    return new Rest(server.getAddress(), "me:secret");
  }

  @Test
  void countsRowsAndBytes() {
    answer = HEAD + "[1]\n[2]\n";
    try (RestClient client = rest().connect()) {
      assertThat(client.run("SELECT 1")).isEqualTo(new Answer(2, answer.length()));
    }
    assertThat(requests).containsExactly("/query Basic bWU6c2VjcmV0 {\"statement\":\"SELECT 1\"}");
  }

  @Test
  void readsChunkedAnswersOnAConnectionThatIsKept() {
    chunked = true;
    answer = HEAD + "[1]\n".repeat(100_000);
    try (RestClient client = rest().connect("s-1")) {
      assertThat(client.run("FROM t").rows()).isEqualTo(100_000);
      assertThat(client.run("FROM t").rows()).isEqualTo(100_000);
    }
    assertThat(requests).hasSize(2).allMatch(request -> request.contains("\"session_id\":\"s-1\""));
  }

  @Test
  void keepsRowsAsTheyAreWritten() {
    answer = HEAD + "[1,\"x\",null,12.75]\n";
    try (RestClient client = rest().connect()) {
      assertThat(client.table("FROM t").rows()).containsExactly(List.of("1", "x", "NULL", "12.75"));
    }
  }

  @Test
  void anErrorLineIsAFailure() {
    answer = HEAD + "[1]\n{\"error\":\"out of memory\"}\n";
    try (RestClient client = rest().connect()) {
      assertThatExceptionOfType(ClientFailure.class)
          .isThrownBy(() -> client.run("FROM t"))
          .withMessageContaining("out of memory");
      assertThatExceptionOfType(ClientFailure.class).isThrownBy(() -> client.table("FROM t"));
    }
  }

  @Test
  void anotherStatusIsAFailure() {
    status = 503;
    answer = "try again";
    try (RestClient client = rest().connect()) {
      assertThatExceptionOfType(ClientFailure.class)
          .isThrownBy(() -> client.run("SELECT 1"))
          .withMessageContaining("503");
    }
  }

  @Test
  void uploadsFiles(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("a.csv"), "a,b\n1,2\n");
    try (RestClient client = rest().connect()) {
      client.upload(file, Map.of("table", "a&b"));
    }
    assertThat(requests).containsExactly("/upload?table=a%26b Basic bWU6c2VjcmV0 a,b\n1,2\n");
  }
}
