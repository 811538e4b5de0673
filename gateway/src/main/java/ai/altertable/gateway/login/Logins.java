package ai.altertable.gateway.login;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Authentication;
import ai.altertable.foundation.identity.Authentication.Authenticated;
import ai.altertable.foundation.identity.Authenticator;
import ai.altertable.foundation.identity.GrantSigner;
import ai.altertable.gateway.login.LoginResult.Accepted;
import ai.altertable.gateway.login.LoginResult.Rejected;
import ai.altertable.gateway.login.LoginResult.Throttled;
import ai.altertable.gateway.login.LoginResult.Unchecked;
import ai.altertable.gateway.metric.GatewayMetrics.LoginCheck;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out who sends a request. Safe for use by several threads, and never blocks: credentials
/// are checked on virtual threads, the same ones only once at a time, and a few from each client
/// address, so that nobody who guesses keeps others out; those that were right are remembered for a
/// short while, under a key that does not give them away. Wrong ones slow down who sends them, see
/// [FailedLogins].
public final class Logins implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Logins.class);

  /// Longer than any sensible name and password; more is not worth hashing on an event loop.
  private static final int AUTHORIZATION_CHARS_MAX = 4096;

  private static final Rejected MISSING =
      new Rejected("send credentials: Authorization: Basic base64(user:password)");
  private static final Rejected MALFORMED =
      new Rejected(
          "the Authorization header is malformed; it has to be Basic base64(user:password)");
  private static final Rejected WRONG = new Rejected("the user name or the password is wrong");

  private final Authenticator authenticator;
  private final LoginKeys keys;

  /// A login, and in which generation its check began.
  private record Entry(Login login, long generation) {}

  private final IssuedGrants grants;
  private final Cache<LoginKey, Entry> remembered;
  private final AtomicLong generation = new AtomicLong();
  private final ConcurrentMap<LoginKey, CompletableFuture<LoginResult>> underWay =
      new ConcurrentHashMap<>();
  private final int checksMax;
  private final Semaphore checks;
  private final ChecksByAddress addresses;
  private final FailedLogins failures;
  private final int checksPerAddressMax;
  private final Consumer<LoginCheck> counter;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("login-", 0).factory());

  /// @param signer of the grants that logins give
  /// @param counter is told of each check; quick, from any thread
  public Logins(
      InstantSource clock,
      SecureRandom random,
      Authenticator authenticator,
      GrantSigner signer,
      LoginConfig config,
      Consumer<LoginCheck> counter) {
    this(clock, Ticker.systemTicker(), random, authenticator, signer, config, counter);
  }

  Logins(
      InstantSource clock,
      Ticker ticker,
      SecureRandom random,
      Authenticator authenticator,
      GrantSigner signer,
      LoginConfig config,
      Consumer<LoginCheck> counter) {
    this.counter = counter;
    this.authenticator = authenticator;
    this.grants = new IssuedGrants(clock, ticker, signer, config);
    this.keys = new LoginKeys(random);
    this.checksMax = config.checksMax();
    this.checks = new Semaphore(checksMax);
    this.checksPerAddressMax = config.checksPerAddressMax();
    this.addresses = new ChecksByAddress(checksPerAddressMax);
    this.failures = new FailedLogins(ticker, config.throttle());
    this.remembered =
        Caffeine.newBuilder()
            .ticker(ticker)
            .executor(Runnable::run)
            .maximumSize(config.rememberedMax())
            .expireAfterWrite(config.rememberedFor())
            .build();
  }

  /// Finds out whom the `Authorization` headers of a request stand for. Complete already when that
  /// is known without asking anybody; else completed by another thread.
  ///
  /// @param clientAddress where the request comes from
  public CompletableFuture<LoginResult> find(List<String> authorizations, String clientAddress) {
    if (authorizations.isEmpty()) {
      return CompletableFuture.completedFuture(MISSING);
    }
    String authorization = authorizations.getFirst();
    if (authorizations.size() > 1 || authorization.length() > AUTHORIZATION_CHARS_MAX) {
      return CompletableFuture.completedFuture(MALFORMED);
    }
    LoginKey key = keys.key(authorization);
    Entry known = remembered.getIfPresent(key);
    if (known != null && known.generation() == generation.get()) {
      return CompletableFuture.completedFuture(new Accepted(known.login()));
    }
    Optional<Credentials> credentials = Credentials.parse(authorization);
    if (credentials.isEmpty()) {
      return CompletableFuture.completedFuture(MALFORMED);
    }
    return check(key, credentials.get(), clientAddress);
  }

  /// Has all credentials checked anew, because somebody's have changed, or what somebody may touch.
  /// A check that is under way is not remembered.
  public void forgetAll() {
    generation.incrementAndGet();
    underWay.clear();
    remembered.invalidateAll();
    grants.forgetAll();
  }

  private CompletableFuture<LoginResult> check(
      LoginKey key, Credentials credentials, String clientAddress) {
    CompletableFuture<LoginResult> running = underWay.get(key);
    if (running != null) {
      return running;
    }
    LoginKey name = keys.key(credentials.name());
    Duration pause = failures.pause(name, clientAddress);
    if (pause.isPositive()) {
      counter.accept(LoginCheck.THROTTLED);
      return CompletableFuture.completedFuture(throttled(pause));
    }
    if (!addresses.tryBegin(clientAddress)) {
      counter.accept(LoginCheck.UNCHECKED);
      return CompletableFuture.completedFuture(
          new Unchecked(tooMany(checksPerAddressMax + " logins from this address")));
    }
    return begin(key, credentials)
        .whenComplete((result, _) -> {
          addresses.end(clientAddress);
          count(result, name, clientAddress);
        });
  }

  private void count(@Nullable LoginResult result, LoginKey name, String clientAddress) {
    if (result instanceof Rejected) {
      // Without the name, which may be a password in the wrong place.
      LOG.info("wrong credentials from {}", clientAddress);
      counter.accept(LoginCheck.WRONG);
      failures.failed(name, clientAddress);
    } else if (result instanceof Accepted) {
      counter.accept(LoginCheck.RIGHT);
      failures.succeeded(name, clientAddress);
    } else {
      counter.accept(LoginCheck.UNCHECKED);
    }
  }

  private CompletableFuture<LoginResult> begin(LoginKey key, Credentials credentials) {
    var result = new CompletableFuture<LoginResult>();
    CompletableFuture<LoginResult> running = underWay.putIfAbsent(key, result);
    if (running != null) {
      return running;
    }
    if (!checks.tryAcquire()) {
      return refuse(key, result, tooMany(checksMax + " logins"));
    }
    try {
      threads.execute(() -> run(key, credentials, result));
    } catch (RejectedExecutionException closed) {
      checks.release();
      return refuse(key, result, shuttingDown(closed));
    }
    return result;
  }

  private CompletableFuture<LoginResult> refuse(
      LoginKey key, CompletableFuture<LoginResult> result, PlatformException reason) {
    underWay.remove(key, result);
    result.complete(new Unchecked(reason));
    return result;
  }

  private void run(LoginKey key, Credentials credentials, CompletableFuture<LoginResult> result) {
    long begun = generation.get();
    LoginResult found = ask(credentials);
    if (found instanceof Accepted accepted) {
      remembered.put(key, new Entry(accepted.login(), begun));
    }
    underWay.remove(key, result);
    checks.release();
    result.complete(found);
  }

  private LoginResult ask(Credentials credentials) {
    try {
      return switch (authenticator.authenticate(credentials.name(), credentials.password())) {
        case Authenticated who -> new Accepted(new Login(who, grants));
        case Authentication.Rejected _ -> WRONG;
      };
    } catch (RuntimeException | Error failure) {
      return new Unchecked(PlatformException.from(failure));
    }
  }

  private static Throttled throttled(Duration pause) {
    return new Throttled(
        new PlatformException(
            ErrorCode.TOO_MANY_LOGINS,
            "too many wrong passwords came from this address; wait for the time in Retry-After"),
        pause);
  }

  private static PlatformException tooMany(String logins) {
    return new PlatformException(
        ErrorCode.TOO_MANY_SESSIONS, logins + " are being checked at the moment; try again later");
  }

  private static PlatformException shuttingDown(Throwable cause) {
    return new PlatformException(ErrorCode.SHUTTING_DOWN, "the gateway is shutting down", cause);
  }

  /// Checks nothing any more, and lets what is under way end by itself.
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
