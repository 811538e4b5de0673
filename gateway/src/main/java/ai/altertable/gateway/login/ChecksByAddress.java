package ai.altertable.gateway.login;

import ai.altertable.http.wire.CountsByNetwork;

/// Counts the checks that each client address has under way, so that one that guesses takes no more
/// than its part. Safe for use by several threads.
final class ChecksByAddress {
  private final int max;
  private final CountsByNetwork underWay = new CountsByNetwork();

  ChecksByAddress(int max) {
    this.max = max;
  }

  /// @return false when the address has as many as it may
  boolean tryBegin(String address) {
    if (underWay.begin(address) <= max) {
      return true;
    }
    end(address);
    return false;
  }

  void end(String address) {
    underWay.end(address);
  }
}
