package ai.altertable.http.tls;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Asks another process of the platform over HTTP, with TLS on which both sides show certificates.
/// Blocks, for callers that are no event loops. Safe for use by several threads.
///
/// Credentials are asked for with each request; connections that were made by earlier ones are not
/// used again.
public final class MemberClient implements AutoCloseable {
  private record Made(MemberCredentials by, HttpClient client) {}

  private final MemberTls tls;
  private final String peer;
  private final Duration connectWithin;

  /// Guarded by this.
  private @Nullable Made made;

  /// @param tls shows who this process is; is left open when the client closes
  /// @param peer the URI that the server's certificate has to hold
  /// @param connectWithin TCP; the answer has its own time
  public MemberClient(MemberTls tls, String peer, Duration connectWithin) {
    this.tls = tls;
    this.peer = peer;
    this.connectWithin = connectWithin;
  }

  /// The answer, whatever its status.
  ///
  /// @param authority `host:port`
  /// @param path beginning with a slash
  /// @throws IOException when there is none in time
  public HttpResponse<String> post(String authority, String path, String json, Duration within)
      throws IOException {
    CompletableFuture<HttpResponse<String>> asked;
    try {
      asked = client().sendAsync(request(authority, path, json), BodyHandlers.ofString());
    } catch (IllegalArgumentException unusable) {
      throw new IOException("'" + authority + "' cannot be asked", unusable);
    }
    try {
      return asked.get(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      asked.cancel(true);
      throw new IOException(
          authority + " does not answer within " + within.toMillis() + " ms", late);
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof IOException known
          ? known
          : new IOException(authority + " cannot be asked", failure);
    } catch (InterruptedException interrupted) {
      asked.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + authority + " was asked", interrupted);
    }
  }

  private static HttpRequest request(String authority, String path, String json) {
    return HttpRequest.newBuilder(URI.create("https://" + authority + path))
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json))
        .build();
  }

  private synchronized HttpClient client() {
    MemberCredentials present = tls.credentials();
    if (made == null || !Objects.equals(made.by(), present)) {
      made = new Made(present, make());
    }
    return made.client();
  }

  private HttpClient make() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .proxy(HttpClient.Builder.NO_PROXY)
        .connectTimeout(connectWithin)
        .sslContext(tls.context(peer).context())
        .sslParameters(MemberTls.parameters())
        .build();
  }

  @Override
  public synchronized void close() {
    if (made != null) {
      made.client().shutdownNow();
      made = null;
    }
  }
}
