package ai.altertable.link.client;

import ai.altertable.link.certificate.PeerTrust;
import ai.altertable.link.message.ServerTime;
import io.grpc.Status;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why a call has failed.
///
/// @param refused whether asking again is of no use before somebody acts
record Failure(boolean refused, String reason) {
  static Failure of(Throwable failure, Clock clock) {
    Optional<String> distrust = PeerTrust.distrust(failure);
    if (distrust.isPresent()) {
      return new Failure(true, distrust.get());
    }
    Status status = Status.fromThrowable(failure);
    boolean refused =
        switch (status.getCode()) {
          case UNAUTHENTICATED, PERMISSION_DENIED, INVALID_ARGUMENT -> true;
          default -> false;
        };
    String reason =
        refused || status.getCause() == null
            ? firstLine(status.getDescription())
            : firstLine(status.getDescription()) + ": " + root(status.getCause());
    return ServerTime.of(Status.trailersFromThrowable(failure))
        .flatMap(server -> ServerTime.skew(server, clock.instant()))
        .map(skew -> new Failure(refused, reason + "; " + skew))
        .orElseGet(() -> new Failure(refused, reason));
  }

  /// Netty adds lines about itself.
  private static String firstLine(@Nullable String description) {
    return description == null ? "no reason given" : description.lines().findFirst().orElse("");
  }

  private static String root(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
