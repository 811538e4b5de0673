package ai.altertable.engine.session;

import ai.altertable.engine.TransactionConfig;
import ai.altertable.engine.lakehouse.LakeTransaction;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The transactions that clients have begun and not ended yet. One principal leaves connections to
/// the metadata server for others, and does not keep them from writing for ever. Safe for use by
/// several threads.
public final class OpenTransactions {
  /// A transaction's place among its principal's.
  final class Place implements AutoCloseable {
    private record Running(LakeTransaction transaction, Runnable stop) {}

    private final UUID principal;
    private volatile @Nullable Running running;

    private Place(UUID principal) {
      this.principal = principal;
    }

    /// What the transaction does until it does something else, or ends.
    ///
    /// @param stop ends that; may block
    void runs(LakeTransaction transaction, Runnable stop) {
      running = new Running(transaction, stop);
    }

    private void stopOverdue(Duration longest) {
      Running now = running;
      if (now != null && now.transaction().keepsOthersOff(longest)) {
        now.stop().run();
      }
    }

    /// Idempotent.
    @Override
    public void close() {
      synchronized (OpenTransactions.this) {
        if (places.remove(this)) {
          ofPrincipal.computeIfPresent(principal, (_, own) -> own == 1 ? null : own - 1);
        }
      }
    }
  }

  private final TransactionConfig config;
  private final Set<Place> places = new HashSet<>();
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
    Place place = new Place(principal);
    places.add(place);
    return place;
  }

  /// Stops the statements whose transactions have kept others from writing for twice as long as
  /// they may. Their sessions then end the transactions.
  void stopOverdue() {
    Duration longest = config.holdMax().multipliedBy(2);
    List<Place> present;
    synchronized (this) {
      present = List.copyOf(places);
    }
    present.forEach(place -> place.stopOverdue(longest));
  }
}
