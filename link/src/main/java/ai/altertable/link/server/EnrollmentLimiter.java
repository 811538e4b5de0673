package ai.altertable.link.server;

import ai.altertable.link.EnrollmentConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Lets each address, and all together, try to enrol so often. Safe for use by several threads.
final class EnrollmentLimiter {
  /// Addresses that are remembered; the one that was seen longest ago goes first.
  static final int ADDRESSES_MAX = 10_000;

  private final EnrollmentConfig config;
  private final LongSupplier nanos;

  /// When an address has all its tries again. Guarded by this.
  private final Map<String, Long> fullAt =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > ADDRESSES_MAX;
        }
      };

  /// When all have. Guarded by this.
  private long allFullAt;

  /// @param nanos a clock that only goes forward
  EnrollmentLimiter(EnrollmentConfig config, LongSupplier nanos) {
    this.config = config;
    this.nanos = nanos;
    this.allFullAt = nanos.getAsLong();
  }

  /// Whether the address may try now; when not, it costs it nothing.
  synchronized boolean allows(String address) {
    long now = nanos.getAsLong();
    long own = after(fullAt.getOrDefault(network(address), now), config.addressPause(), now);
    long all = after(allFullAt, config.pause(), now);
    if (own - now > config.addressPause().toNanos() * config.addressTriesMax()
        || all - now > config.pause().toNanos() * config.triesMax()) {
      return false;
    }
    fullAt.put(network(address), own);
    allFullAt = all;
    return true;
  }

  private static long after(long full, Duration pause, long now) {
    return (full - now > 0 ? full : now) + pause.toNanos();
  }

  /// Of IPv6 the first half: who has one address there has the whole network. Java writes all of
  /// its eight groups.
  static String network(String address) {
    String[] groups = address.split(":", -1);
    return groups.length == 8 ? String.join(":", Arrays.copyOf(groups, 4)) : address;
  }
}
