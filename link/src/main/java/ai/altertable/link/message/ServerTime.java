package ai.altertable.link.message;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The control plane's clock, which it tells with each refusal: a clock that is wrong is a common
/// reason for one.
public final class ServerTime {
  /// What clocks may differ without a word about it.
  public static final Duration TOLERANCE = Duration.ofMinutes(1);

  private static final Metadata.Key<String> KEY =
      Metadata.Key.of("altertable-time-millis", Metadata.ASCII_STRING_MARSHALLER);

  private ServerTime() {}

  public static StatusRuntimeException refusal(Status.Code code, String reason, Clock clock) {
    return Status.fromCode(code).withDescription(reason).asRuntimeException(trailers(clock));
  }

  public static Metadata trailers(Clock clock) {
    Metadata trailers = new Metadata();
    trailers.put(KEY, Long.toString(clock.millis()));
    return trailers;
  }

  public static Optional<Instant> of(@Nullable Metadata trailers) {
    String millis = trailers == null ? null : trailers.get(KEY);
    return millis == null || !millis.matches("[0-9]{1,18}")
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(Long.parseLong(millis)));
  }

  /// Says by how much this machine's clock is wrong; empty when that is within reason.
  public static Optional<String> skew(Instant server, Instant own) {
    Duration ahead = Duration.between(server, own);
    if (ahead.abs().compareTo(TOLERANCE) <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        "this machine's clock is "
            + ahead.abs().toSeconds()
            + " s "
            + (ahead.isNegative() ? "behind" : "ahead of")
            + " the control plane's, which says "
            + server
            + "; set it right");
  }
}
