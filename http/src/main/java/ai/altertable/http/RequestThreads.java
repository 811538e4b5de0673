package ai.altertable.http;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.http.error.ErrorAnswer;
import ai.altertable.http.error.FailureLog;
import ai.altertable.http.error.RequestId;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the handler, a virtual thread for each request, and answers for it when it fails.
final class RequestThreads {
  private static final Logger LOG = LoggerFactory.getLogger(RequestThreads.class);

  private final HttpHandler handler;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-request-", 0).factory());

  RequestThreads(HttpHandler handler) {
    this.handler = handler;
  }

  /// @throws RejectedExecutionException after [#stop]
  void serve(HttpExchange exchange) {
    threads.execute(() -> run(exchange));
  }

  /// Runs what must not hold up an event loop.
  void runAside(Runnable action) {
    try {
      threads.execute(action);
    } catch (RejectedExecutionException stopped) {
      action.run();
    }
  }

  private void run(HttpExchange exchange) {
    try {
      handler.handle(exchange);
      requireAnswer(exchange);
    } catch (ClientGoneException | ClientStalledException gone) {
      LOG.debug("{} {}: {}", exchange.method(), exchange.target().rawPath(), gone.getMessage());
      abort(exchange);
    } catch (MalformedRequestException malformed) {
      fail(
          exchange,
          new PlatformException(ErrorCode.INVALID_REQUEST, String.valueOf(malformed.getMessage())));
    } catch (Throwable failure) {
      fail(exchange, PlatformException.from(failure));
    }
  }

  private static void requireAnswer(HttpExchange exchange) {
    ResponseBody response = exchange.response();
    if (response == null) {
      throw new IllegalStateException("the handler gave no answer");
    }
    response.requireFinished();
  }

  private static void fail(HttpExchange exchange, PlatformException failure) {
    String requestId = RequestId.of(exchange.headers().first(RequestId.HEADER).orElse(null));
    FailureLog.write(LOG, requestId, failure);
    if (exchange.response() != null) {
      abort(exchange);
      return;
    }
    try {
      ErrorAnswer answer = ErrorAnswer.of(failure);
      exchange.respond(answer.status(), headers(requestId, answer), answer.json());
    } catch (IOException gone) {
      LOG.debug("nobody to tell: {}", gone.getMessage());
    }
  }

  private static Headers headers(String requestId, ErrorAnswer answer) {
    Headers headers =
        Headers.of("content-type", ErrorAnswer.CONTENT_TYPE)
            .with("connection", "close")
            .with(RequestId.HEADER, requestId);
    for (var header : answer.headers().entrySet()) {
      headers = headers.with(header.getKey(), header.getValue());
    }
    return headers;
  }

  private static void abort(HttpExchange exchange) {
    ResponseBody response = exchange.response();
    if (response == null) {
      exchange.abandon();
    } else {
      response.abort();
    }
  }

  /// Takes no more work and gives what runs some time to end.
  void stop(Duration patience) {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn(
            "requests still run {} ms after their connections were closed", patience.toMillis());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
