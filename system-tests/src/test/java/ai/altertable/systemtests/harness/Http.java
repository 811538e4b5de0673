package ai.altertable.systemtests.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// A well-behaved client of one user. Safe for use by several threads.
public final class Http {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final URI base;
  private final String authorization;
  private final HttpClient client;

  Http(URI base, String credentials) {
    this.base = base;
    this.authorization =
        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
  }

  public URI base() {
    return base;
  }

  /// The value of the `Authorization` header.
  public String authorization() {
    return authorization;
  }

  public Answer query(String statement) {
    return query(Query.of(statement));
  }

  /// @throws UncheckedIOException when the answer broke off
  public Answer query(Query query) {
    HttpResponse<String> response =
        send("POST", "/query", BodyPublishers.ofString(query.toString()));
    return Answer.of(response.statusCode(), response.body());
  }

  /// Runs a query whose server may be killed meanwhile.
  public Outcome attempt(Query query) {
    try {
      Answer answer = query(query);
      return answer.failure().isPresent()
          ? new Outcome.Refused(answer.error())
          : new Outcome.Acknowledged();
    } catch (UncheckedIOException broken) {
      return new Outcome.Broken(String.valueOf(broken.getMessage()));
    }
  }

  /// Gives each line of an answer as it comes.
  ///
  /// @throws IOException when the answer breaks off
  public void lines(Query query, Consumer<String> line) throws IOException {
    HttpRequest request = request("/query").POST(BodyPublishers.ofString(query.toString())).build();
    try {
      HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        for (String next = lines.readLine(); next != null; next = lines.readLine()) {
          line.accept(next);
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /// @param parameters of the query string: table, mode, schema …
  public HttpResponse<String> upload(Map<String, String> parameters, BodyPublisher file) {
    String query =
        parameters.entrySet().stream()
            .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
            .collect(Collectors.joining("&"));
    return send("POST", "/upload?" + query, file);
  }

  /// Uploads to a server that may be killed meanwhile.
  public Outcome attemptUpload(Map<String, String> parameters, BodyPublisher file) {
    try {
      HttpResponse<String> response = upload(parameters, file);
      return response.statusCode() == 200
          ? new Outcome.Acknowledged()
          : new Outcome.Refused(
              Answer.of(response.statusCode(), response.body()).failure().orElseThrow());
    } catch (UncheckedIOException broken) {
      return new Outcome.Broken(String.valueOf(broken.getMessage()));
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  public HttpResponse<String> get(String path) {
    return send("GET", path, BodyPublishers.noBody());
  }

  public HttpResponse<String> send(String method, String path, BodyPublisher body) {
    try {
      return client.send(request(path).method(method, body).build(), BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(PATIENCE)
        .header("Authorization", authorization);
  }
}
