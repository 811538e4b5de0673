package ai.altertable.http.wire;

import java.time.Duration;

/// What one listener lets its clients do.
///
/// @param requestLineBytesMax longest request line; longer ones are answered with 414
/// @param headerBytesMax all header lines of a head together; more are answered with 431
/// @param connectionsMax open connections; one more is answered with 503 and closed
/// @param pipelinedRequestsMax requests that may wait behind the one being answered; what comes
///   after them is dropped and the connection closes when they are answered
/// @param headTimeout from the first byte of a head to its last; then 408
/// @param idleTimeout how long a connection may stay open without a request, or without its client
///   taking a byte of an answer that has ended
public record HttpLimits(
    int requestLineBytesMax,
    int headerBytesMax,
    int connectionsMax,
    int pipelinedRequestsMax,
    Duration headTimeout,
    Duration idleTimeout) {

  public HttpLimits {
    requirePositive("requestLineBytesMax", requestLineBytesMax);
    requirePositive("headerBytesMax", headerBytesMax);
    requirePositive("connectionsMax", connectionsMax);
    requirePositive("pipelinedRequestsMax", pipelinedRequestsMax);
    requirePositive("headTimeout", headTimeout.toMillis());
    requirePositive("idleTimeout", idleTimeout.toMillis());
  }

  public static HttpLimits defaults() {
    return new HttpLimits(
        16 << 10, 64 << 10, 4096, 128, Duration.ofSeconds(10), Duration.ofSeconds(75));
  }

  private static void requirePositive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, not " + value);
    }
  }
}
