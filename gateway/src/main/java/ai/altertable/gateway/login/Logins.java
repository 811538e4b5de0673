package ai.altertable.gateway.login;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.ErrorKind;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Authentication;
import ai.altertable.foundation.identity.Authentication.Authenticated;
import ai.altertable.foundation.identity.Authenticator;
import ai.altertable.foundation.identity.GrantSigner;
import ai.altertable.foundation.identity.Revocation;
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
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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

  /// How long credentials that cannot be checked count before that is tried again.
  private static final Duration UNCHECKED_FOR = Duration.ofSeconds(5);

  private static final int REVOKED_MAX = 100_000;

  private static final Rejected MISSING =
      new Rejected("send credentials: Authorization: Basic base64(user:password)");
  private static final Rejected MALFORMED =
      new Rejected(
          "the Authorization header is malformed; it has to be Basic base64(user:password)");
  private static final Rejected WRONG = new Rejected("the user name or the password is wrong");

  private final Authenticator authenticator;
  private final LoginKeys keys;

  /// A login.
  ///
  /// @param generation in which its check began
  /// @param round likewise
  /// @param checked when that was, in nanoseconds of the ticker
  /// @param until when it need not be checked again
  private record Entry(Login login, long generation, long round, long checked, long until) {}

  private final Ticker ticker;
  private final long rememberedNanos;
  private final long countsNanos;
  private final IssuedGrants grants;
  private final Cache<LoginKey, Entry> remembered;

  /// The latest revocations, for checks that were under way.
  private final Cache<UUID, Revocation> revoked;

  private final AtomicLong generation = new AtomicLong();
  private final AtomicLong round = new AtomicLong();

  /// Until when nobody tries again whether logins can be checked, but for those that are not known.
  private final AtomicLong awayUntil = new AtomicLong();

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
            .expireAfterWrite(longer(config.rememberedFor(), config.countsUnchecked()))
            .build();
    this.revoked = Caffeine.newBuilder().executor(Runnable::run).maximumSize(REVOKED_MAX).build();
    this.ticker = ticker;
    this.rememberedNanos = config.rememberedFor().toNanos();
    this.countsNanos = config.countsUnchecked().toNanos();
    this.awayUntil.set(ticker.read());
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
    if (known != null
        && known.generation() == generation.get()
        && known.round() == round.get()
        && known.until() - ticker.read() > 0) {
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

  /// Has all credentials checked anew, because what they stand for may have changed; those that
  /// were right still count while they cannot be checked.
  public void recheckAll() {
    round.incrementAndGet();
    underWay.clear();
    grants.forgetAll();
  }

  /// Forgets whom these concern.
  public void revoke(Collection<Revocation> revocations) {
    underWay.clear();
    for (Revocation revocation : revocations) {
      Revocation before = revoked.asMap().merge(revocation.principal(), revocation, Logins::later);
      remembered.asMap().values().removeIf(entry -> isRevoked(entry.login(), before));
    }
    grants.forgetAll();
  }

  private static Revocation later(Revocation one, Revocation other) {
    return one.revision() >= other.revision() ? one : other;
  }

  private static boolean isRevoked(Login login, @Nullable Revocation revocation) {
    return revocation != null
        && login.principal().equals(revocation.principal())
        && login.who().revision() < revocation.revision();
  }

  /// How long credentials from an address have to wait before they are looked at, because wrong
  /// ones came from there. For those that others check.
  public Optional<Throttled> pause(List<String> authorizations, String clientAddress) {
    Duration pause = failures.pause(name(authorizations), clientAddress);
    if (!pause.isPositive()) {
      return Optional.empty();
    }
    counter.accept(LoginCheck.THROTTLED);
    return Optional.of(throttled(pause));
  }

  /// Others have found credentials wrong.
  public void wrong(List<String> authorizations, String clientAddress) {
    if (!authorizations.isEmpty()) {
      LOG.info("wrong credentials from {}", clientAddress);
      counter.accept(LoginCheck.WRONG);
      failures.failed(name(authorizations), clientAddress);
    }
  }

  /// A key names nobody, so each one is a name of its own.
  private LoginKey name(List<String> authorizations) {
    String first = authorizations.isEmpty() ? "" : authorizations.getFirst();
    String bounded = first.substring(0, Math.min(first.length(), AUTHORIZATION_CHARS_MAX));
    return keys.key(Credentials.parse(bounded).map(Credentials::name).orElse(bounded));
  }

  private CompletableFuture<LoginResult> check(
      LoginKey key, Credentials credentials, String clientAddress) {
    CompletableFuture<LoginResult> running = underWay.get(key);
    if (running != null) {
      return running;
    }
    Optional<Login> meanwhile = whileAway(key);
    if (meanwhile.isPresent()) {
      return CompletableFuture.completedFuture(new Accepted(meanwhile.get()));
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
    long begunIn = round.get();
    long now = ticker.read();
    LoginResult found = ask(credentials);
    boolean isAway = isAway(found);
    awayUntil.set(isAway ? ticker.read() + UNCHECKED_FOR.toNanos() : ticker.read());
    if (found instanceof Accepted(Login login)) {
      remember(key, new Entry(login, begun, begunIn, now, now + rememberedNanos));
    } else if (isAway) {
      found = unchecked(key, begunIn, now).<LoginResult>map(Accepted::new).orElse(found);
    } else if (found instanceof Rejected) {
      remembered.invalidate(key);
    }
    underWay.remove(key, result);
    checks.release();
    result.complete(found);
  }

  private static boolean isAway(LoginResult found) {
    return found instanceof Unchecked(PlatformException failure)
        && failure.code().kind() == ErrorKind.UNAVAILABLE;
  }

  /// A login that was right lately, when others have just found that it cannot be checked: not each
  /// one is to wait for that.
  private Optional<Login> whileAway(LoginKey key) {
    long now = ticker.read();
    return awayUntil.get() - now > 0 ? unchecked(key, round.get(), now) : Optional.empty();
  }

  /// What was revoked while it was being checked is not remembered.
  private void remember(LoginKey key, Entry entry) {
    remembered.put(key, entry);
    if (isRevoked(entry.login(), revoked.getIfPresent(entry.login().principal()))) {
      remembered.invalidate(key);
    }
  }

  /// A login whose last check was not long ago, for when it cannot be checked. It is not checked
  /// again for a moment, as that may take long.
  private Optional<Login> unchecked(LoginKey key, long begunIn, long now) {
    Entry before = remembered.getIfPresent(key);
    if (before == null
        || before.generation() != generation.get()
        || now - before.checked() >= countsNanos) {
      return Optional.empty();
    }
    long until = now + Math.min(rememberedNanos, UNCHECKED_FOR.toNanos());
    remembered
        .asMap()
        .replace(
            key,
            before,
            new Entry(before.login(), before.generation(), begunIn, before.checked(), until));
    return Optional.of(before.login());
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
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
