package ai.altertable.launcher.worker;

import ai.altertable.foundation.identity.Grant;
import ai.altertable.launcher.process.ProcessHttp;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// What the server itself asks of one worker. Safe for use by several threads.
public final class WorkerLink {
  private final String slug;
  private final ProcessHttp http;
  private final Supplier<String> grant;
  private final Duration patience;

  /// @param grant a signed one of the server itself, for this worker
  /// @param patience with an answer
  public WorkerLink(String slug, ProcessHttp http, Supplier<String> grant, Duration patience) {
    this.slug = slug;
    this.http = http;
    this.grant = grant;
    this.patience = patience;
  }

  public String slug() {
    return slug;
  }

  /// @throws IOException when there is no answer in time
  public ProcessHttp.Answer get(String path) throws IOException {
    return inTime(patience, () -> http.get(path, headers()));
  }

  /// @throws IOException when there is no answer in time; what was asked for may have been done
  public ProcessHttp.Answer post(String path, String json) throws IOException {
    return post(path, json, patience);
  }

  /// With a patience of its own.
  ///
  /// @throws IOException when there is no answer in time; what was asked for may have been done
  public ProcessHttp.Answer post(String path, String json, Duration within) throws IOException {
    return inTime(within, () -> http.post(path, headers(), json));
  }

  private Map<String, String> headers() {
    return Map.of(Grant.HEADER, grant.get());
  }

  @FunctionalInterface
  private interface Exchange {
    ProcessHttp.Answer run() throws IOException;
  }

  /// On a thread of its own, whose interruption closes the connection.
  private static ProcessHttp.Answer inTime(Duration within, Exchange exchange) throws IOException {
    CompletableFuture<ProcessHttp.Answer> answer = new CompletableFuture<>();
    Thread asking = Thread.ofVirtual().name("worker-link").start(() -> ask(exchange, answer));
    try {
      return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new IOException("it does not answer within " + within.toMillis() + " ms", late);
    } catch (ExecutionException failure) {
      throw new IOException("it cannot be asked: " + failure.getMessage(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a worker was asked");
    } finally {
      asking.interrupt();
    }
  }

  private static void ask(Exchange exchange, CompletableFuture<ProcessHttp.Answer> answer) {
    try {
      answer.complete(exchange.run());
    } catch (IOException | RuntimeException failure) {
      answer.completeExceptionally(failure);
    }
  }
}
