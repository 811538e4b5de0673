package ai.altertable.gateway;

import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.identity.Authentication;
import ai.altertable.foundation.identity.Authentication.Authenticated;
import ai.altertable.foundation.identity.Authentication.Rejected;
import ai.altertable.foundation.identity.Authenticator;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.Principal;
import ai.altertable.foundation.lifecycle.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Knows everybody whose password is `secret`, all but `reader` as administrators, and can be made
/// to take its time.
public final class FakeAuthenticator implements Authenticator {
  public static final Environment PRODUCTION = new Environment(new UUID(1, 2), "production");

  private final AtomicInteger checks = new AtomicInteger();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile boolean rejecting;
  private volatile Supplier<Optional<RuntimeException>> failure = Optional::empty;

  public static Authenticated authenticated(String name) {
    return new Authenticated(
        new Principal(new UUID(3, name.hashCode()), name),
        7,
        PRODUCTION,
        !name.equals("reader"),
        Map.of("lakehouse", Access.WRITE),
        Optional.of("lakehouse"));
  }

  @Override
  public Authentication authenticate(String name, Secret password) {
    checks.incrementAndGet();
    if (!Thread.currentThread().isVirtual()) {
      throw new AssertionError("called on " + Thread.currentThread());
    }
    try {
      gate.await();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(closing);
    }
    failure
        .get()
        .ifPresent(exception -> {
          throw exception;
        });
    return password.value().equals("secret") && !rejecting ? authenticated(name) : new Rejected();
  }

  /// Lets nobody in any more.
  public void reject(boolean all) {
    rejecting = all;
  }

  /// How often it was asked.
  public int checks() {
    return checks.get();
  }

  /// Lets every check wait from now on.
  public void hold() {
    gate = new CountDownLatch(1);
  }

  /// Lets them go on.
  public void goOn() {
    gate.countDown();
  }

  public void failWith(Supplier<Optional<RuntimeException>> cause) {
    failure = cause;
  }
}
