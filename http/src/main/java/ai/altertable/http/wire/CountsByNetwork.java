package ai.altertable.http.wire;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Counts what each client has under way, by its [ClientNetwork]. Safe for use by several threads.
public final class CountsByNetwork {
  private final ConcurrentMap<String, Integer> counts = new ConcurrentHashMap<>();

  /// One more of a client address, until its [#end].
  ///
  /// @return how many there are with this one
  public int begin(String address) {
    return counts.merge(ClientNetwork.of(address), 1, Integer::sum);
  }

  public void end(String address) {
    counts.computeIfPresent(ClientNetwork.of(address), (_, count) -> count == 1 ? null : count - 1);
  }
}
