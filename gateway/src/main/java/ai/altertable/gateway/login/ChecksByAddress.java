package ai.altertable.gateway.login;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Counts the checks that each client address has under way, so that one that guesses takes no more
/// than its part. The addresses of one IPv6 network of 64 bits count as one: whoever has one of
/// them has them all. Safe for use by several threads.
final class ChecksByAddress {
  private static final int IPV6_GROUPS_OF_NETWORK = 4;

  private final int max;
  private final ConcurrentMap<String, Integer> underWay = new ConcurrentHashMap<>();

  ChecksByAddress(int max) {
    this.max = max;
  }

  /// @return false when the address has as many as it may
  boolean tryBegin(String address) {
    if (underWay.merge(client(address), 1, Integer::sum) <= max) {
      return true;
    }
    end(address);
    return false;
  }

  void end(String address) {
    underWay.computeIfPresent(client(address), (_, count) -> count == 1 ? null : count - 1);
  }

  /// @param address as [java.net.InetAddress#getHostAddress] writes it: IPv6 in eight groups
  private static String client(String address) {
    int end = -1;
    for (int group = 0; group < IPV6_GROUPS_OF_NETWORK; group++) {
      end = address.indexOf(':', end + 1);
      if (end < 0) {
        return address;
      }
    }
    return address.substring(0, end);
  }
}
