package ai.altertable.gateway.login;

import ai.altertable.http.wire.ClientNetwork;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/// Makes those who guess passwords wait, and nobody else. Safe for use by several threads.
///
/// What is refused is refused to an address: for a name that it got wrong several times, or for all
/// names when it got many wrong. So nobody's guessing keeps the owner of a name out who comes from
/// elsewhere; a name that is guessed at from many places only gives each of them fewer free tries,
/// never none. Those who are in are not asked again, so they stay in even beside a guesser.
///
/// Names are kept as HMACs. Each table is bounded; filling one takes as many wrong tries, which
/// this class makes slow.
final class FailedLogins {
  private static final int ENTRIES_MAX = 100_000;
  private static final int DOUBLINGS_MAX = 30;

  private record Pair(LoginKey name, String network) {}

  /// @param until nanoseconds of the ticker
  private record Wrong(int tries, long until) {}

  private final Ticker ticker;
  private final ThrottleConfig config;
  private final Cache<Pair, Wrong> pairs;
  private final WrongTries<String> addresses;
  private final WrongTries<LoginKey> names;

  FailedLogins(Ticker ticker, ThrottleConfig config) {
    this.ticker = ticker;
    this.config = config;
    this.pairs =
        Caffeine.newBuilder()
            .ticker(ticker)
            .executor(Runnable::run)
            .maximumSize(ENTRIES_MAX)
            .expireAfterWrite(config.forgottenAfter())
            .build();
    this.addresses =
        new WrongTries<>(ticker, ENTRIES_MAX, config.addressTriesMax(), config.addressPause());
    this.names = new WrongTries<>(ticker, ENTRIES_MAX, config.nameTriesMax(), config.namePause());
  }

  /// How long this address has to wait before it may try this name; zero or less: not at all.
  Duration pause(LoginKey name, String address) {
    String network = ClientNetwork.of(address);
    Wrong wrong = pairs.getIfPresent(new Pair(name, network));
    long nanos = wrong == null ? 0 : wrong.until() - ticker.read();
    return Duration.ofNanos(Math.max(nanos, addresses.nanosToWait(network)));
  }

  void failed(LoginKey name, String address) {
    String network = ClientNetwork.of(address);
    addresses.add(network);
    names.add(name);
    int free = names.nanosToWait(name) > 0 ? 1 : config.triesFree();
    pairs
        .asMap()
        .compute(
            new Pair(name, network),
            (_, before) -> wrongAgain(before == null ? 1 : before.tries() + 1, free));
  }

  private Wrong wrongAgain(int tries, int free) {
    long now = ticker.read();
    if (tries < free) {
      return new Wrong(tries, now);
    }
    int doublings = Math.min(tries - free, DOUBLINGS_MAX);
    Duration pause = config.firstPause().multipliedBy(1L << doublings);
    Duration bounded = pause.compareTo(config.longestPause()) < 0 ? pause : config.longestPause();
    return new Wrong(tries, now + bounded.toNanos());
  }

  /// The password was right: its owner may have mistyped it before.
  void succeeded(LoginKey name, String address) {
    pairs.invalidate(new Pair(name, ClientNetwork.of(address)));
  }
}
