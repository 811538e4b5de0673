package ai.altertable.controlplane.access;

import ai.altertable.foundation.lifecycle.Secret;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Hashes as usual and keeps count: the iterations of each call, in order.
final class CountingHash implements PasswordHash {
  private final PasswordHash real = PasswordHash.scramSha256();
  private final List<Integer> calls = new CopyOnWriteArrayList<>();

  @Override
  public byte[] saltedPassword(Secret password, byte[] salt, int iterations) {
    calls.add(iterations);
    return real.saltedPassword(password, salt, iterations);
  }

  /// The calls since the last time of asking.
  List<Integer> takeCalls() {
    List<Integer> taken = List.copyOf(calls);
    calls.clear();
    return taken;
  }
}
