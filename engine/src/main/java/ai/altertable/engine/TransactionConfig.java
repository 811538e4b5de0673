package ai.altertable.engine;

import static ai.altertable.foundation.lifecycle.Bounds.requirePositive;

import java.time.Duration;

/// What the open transactions of a worker may hold from others. Each has connections to the
/// metadata server, and one that writes has the write leases of its databases.
///
/// @param perPrincipalMax that one principal has open at the same time
/// @param idleMax after which a kept session's open transaction is rolled back
/// @param holdMax how long a transaction that a client has begun may hold a write lease that
///   another principal waits for in this worker. A statement of it that runs then may take as long
///   again
public record TransactionConfig(int perPrincipalMax, Duration idleMax, Duration holdMax) {
  public TransactionConfig {
    requirePositive("perPrincipalMax", perPrincipalMax);
    requirePositive("idleMax", idleMax);
    requirePositive("holdMax", holdMax);
  }

  /// A tenth of what the platform allows a role of a managed database in the metadata server.
  public static TransactionConfig defaults() {
    return new TransactionConfig(16, Duration.ofMinutes(1), Duration.ofMinutes(5));
  }
}
