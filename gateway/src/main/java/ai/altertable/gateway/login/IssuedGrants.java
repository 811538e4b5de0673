package ai.altertable.gateway.login;

import ai.altertable.foundation.identity.Authentication.Authenticated;
import ai.altertable.foundation.identity.ClientInterface;
import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.identity.GrantSigner;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Issues grants, and gives out the same one again until half of its life is over: a signature
/// costs more than the rest of a small request at the gateway. Safe for use by several threads.
final class IssuedGrants {
  private record Key(Login login, String clientAddress, String worker) {}

  private final InstantSource clock;
  private final GrantSigner signer;
  private final Duration lifetime;
  private final Cache<Key, String> issued;

  IssuedGrants(InstantSource clock, Ticker ticker, GrantSigner signer, LoginConfig config) {
    this.clock = clock;
    this.signer = signer;
    this.lifetime = config.grantLifetime();
    this.issued =
        Caffeine.newBuilder()
            .ticker(ticker)
            .executor(Runnable::run)
            .maximumSize(2L * config.rememberedMax())
            .expireAfterWrite(lifetime.dividedBy(2))
            .build();
  }

  String grant(Login login, String clientAddress, String worker) {
    Key key = new Key(login, clientAddress, worker);
    String known = issued.getIfPresent(key);
    if (known != null) {
      return known;
    }
    String fresh = signer.sign(describe(login.who(), clientAddress, worker));
    issued.put(key, fresh);
    return fresh;
  }

  private Grant describe(Authenticated who, String clientAddress, String worker) {
    Instant now = clock.instant();
    return new Grant(
        who.principal(),
        who.revision(),
        who.environment(),
        who.access(),
        who.defaultCatalog(),
        ClientInterface.HTTP,
        clientAddress,
        new Grant.Validity(worker, now, now.plus(lifetime)));
  }

  void forgetAll() {
    issued.invalidateAll();
  }
}
