package ai.altertable.engine.session;

import ai.altertable.engine.TransactionConfig;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// Counts the transactions that clients have begun and not ended yet. One principal leaves
/// connections to the metadata server for others. Safe for use by several threads.
public final class OpenTransactions {
  /// A transaction's place among its principal's.
  final class Place implements AutoCloseable {
    private final UUID principal;
    private boolean closed;

    private Place(UUID principal) {
      this.principal = principal;
    }

    /// Idempotent.
    @Override
    public void close() {
      synchronized (OpenTransactions.this) {
        if (!closed) {
          closed = true;
          ofPrincipal.computeIfPresent(principal, (_, own) -> own == 1 ? null : own - 1);
        }
      }
    }
  }

  private final TransactionConfig config;
  private final Map<UUID, Integer> ofPrincipal = new HashMap<>();

  public OpenTransactions(TransactionConfig config) {
    this.config = config;
  }

  /// Makes room for a transaction that is about to begin.
  ///
  /// @throws PlatformException TOO_MANY_STATEMENTS when its principal has enough of them
  synchronized Place enter(UUID principal) {
    int own = ofPrincipal.getOrDefault(principal, 0);
    if (own >= config.perPrincipalMax()) {
      throw new PlatformException(
          ErrorCode.TOO_MANY_STATEMENTS,
          ("%d transactions of yours are open, which is the limit; commit or roll one of them back"
                  + " and try again")
              .formatted(own));
    }
    ofPrincipal.put(principal, own + 1);
    return new Place(principal);
  }
}
