package ai.altertable.link.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.link.EnrollmentConfig;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EnrollmentLimiterTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

  @Test
  void addressHasItsTriesAndThenOneAPause() {
    EnrollmentLimiter limiter = limiter(3, 100);
    assertThat(tries(limiter, "10.0.0.1", 10)).isEqualTo(3);
    assertThat(tries(limiter, "10.0.0.2", 10)).isEqualTo(3);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(tries(limiter, "10.0.0.1", 10)).isEqualTo(1);
    nanos.addAndGet(Duration.ofSeconds(60).toNanos());
    assertThat(tries(limiter, "10.0.0.1", 10)).isEqualTo(3);
  }

  @Test
  void allTogetherHaveTheirTriesToo() {
    EnrollmentLimiter limiter = limiter(3, 5);
    int allowed = 0;
    for (int i = 0; i < 20; i++) {
      allowed += tries(limiter, "10.0.0." + i, 1);
    }
    assertThat(allowed).isEqualTo(5);
  }

  @Test
  void networkOfIpv6IsOneAddress() {
    EnrollmentLimiter limiter = limiter(3, 100);
    assertThat(tries(limiter, "2001:db8:0:1:0:0:0:1", 2)).isEqualTo(2);
    assertThat(tries(limiter, "2001:db8:0:1:0:0:0:2", 2)).isEqualTo(1);
    assertThat(tries(limiter, "2001:db8:0:2:0:0:0:2", 2)).isEqualTo(2);
  }

  private EnrollmentLimiter limiter(int each, int all) {
    Duration second = Duration.ofSeconds(1);
    return new EnrollmentLimiter(new EnrollmentConfig(each, second, all, second), nanos::get);
  }

  private static int tries(EnrollmentLimiter limiter, String address, int count) {
    int allowed = 0;
    for (int i = 0; i < count; i++) {
      allowed += limiter.allows(address) ? 1 : 0;
    }
    return allowed;
  }
}
