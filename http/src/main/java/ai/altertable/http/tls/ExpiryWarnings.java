package ai.altertable.http.tls;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Warns of a certificate's end thirty days, seven days and one day before, and when it has come.
/// Confined to one thread at a time.
final class ExpiryWarnings {
  private static final Logger LOG = LoggerFactory.getLogger(ExpiryWarnings.class);
  private static final List<Integer> DAYS = List.of(0, 1, 7, 30);

  private final InstantSource clock;
  private Instant of = Instant.EPOCH;
  private int told = Integer.MAX_VALUE;

  ExpiryWarnings(InstantSource clock) {
    this.clock = clock;
  }

  void look(TlsIdentity identity) {
    Instant expires = identity.expires();
    if (!expires.equals(of)) {
      of = expires;
      told = Integer.MAX_VALUE;
    }
    Duration left = Duration.between(clock.instant(), expires);
    for (int days : DAYS) {
      if (left.compareTo(Duration.ofDays(days)) <= 0) {
        tell(identity, days);
        return;
      }
    }
  }

  private void tell(TlsIdentity identity, int days) {
    if (days >= told) {
      return;
    }
    told = days;
    if (days == 0) {
      LOG.error(
          "the TLS certificate of {} has expired at {}, so clients refuse the connection; replace"
              + " its files",
          identity.subject(),
          identity.expires());
    } else {
      LOG.warn(
          "the TLS certificate of {} expires at {}, in less than {} days; replace its files",
          identity.subject(),
          identity.expires(),
          days);
    }
  }
}
