package ai.altertable.http.tls;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// Asks another process of the platform over HTTP, with TLS on which both sides show certificates.
/// Blocks, for callers that are no event loops. Safe for use by several threads.
///
/// Credentials are asked for with each request; connections that were made by earlier ones are not
/// used again.
public final class MemberClient implements AutoCloseable {
  private static final String PROTOCOL = "TLSv1.3";

  private record Made(MemberCredentials by, HttpClient client) {}

  private final Supplier<MemberCredentials> credentials;
  private final String peer;
  private final Duration connectWithin;

  /// Guarded by this.
  private @Nullable Made made;

  /// @param credentials gives another object when they have changed; quick
  /// @param peer the URI that the server's certificate has to hold
  /// @param connectWithin TCP; the answer has its own time
  public MemberClient(
      Supplier<MemberCredentials> credentials, String peer, Duration connectWithin) {
    this.credentials = credentials;
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
    MemberCredentials present = credentials.get();
    if (made == null || !Objects.equals(made.by(), present)) {
      made = new Made(present, make(present));
    }
    return made.client();
  }

  private HttpClient make(MemberCredentials by) {
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(new String[] {PROTOCOL});
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .proxy(HttpClient.Builder.NO_PROXY)
        .connectTimeout(connectWithin)
        .sslContext(context(by))
        .sslParameters(parameters)
        .build();
  }

  private SSLContext context(MemberCredentials by) {
    try {
      char[] none = new char[0];
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, none);
      List<X509Certificate> chain = new ArrayList<>(by.chain());
      own.setKeyEntry("own", by.key(), none, chain.toArray(Certificate[]::new));
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(own, none);
      SSLContext context = SSLContext.getInstance(PROTOCOL);
      context.init(
          keys.getKeyManagers(),
          new TrustManager[] {new PeerTrust(by.authority(), peer, peer::equals)},
          null);
      // No session is resumed: that would skip the look at the certificate.
      context.getClientSessionContext().setSessionTimeout(1);
      return context;
    } catch (GeneralSecurityException | IOException unusable) {
      throw new TlsProblem("the certificate cannot be used: " + unusable.getMessage(), unusable);
    }
  }

  @Override
  public synchronized void close() {
    if (made != null) {
      made.client().shutdownNow();
      made = null;
    }
  }
}
