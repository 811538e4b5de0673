package ai.altertable.gateway.login;

import ai.altertable.http.wire.ClientNetwork;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Counts the checks that each client address has under way, so that one that guesses takes no more
/// than its part. Safe for use by several threads.
final class ChecksByAddress {
  private final int max;
  private final ConcurrentMap<String, Integer> underWay = new ConcurrentHashMap<>();

  ChecksByAddress(int max) {
    this.max = max;
  }

  /// @return false when the address has as many as it may
  boolean tryBegin(String address) {
    if (underWay.merge(ClientNetwork.of(address), 1, Integer::sum) <= max) {
      return true;
    }
    end(address);
    return false;
  }

  void end(String address) {
    underWay.computeIfPresent(
        ClientNetwork.of(address), (_, count) -> count == 1 ? null : count - 1);
  }
}
