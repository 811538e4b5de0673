package ai.altertable.gateway;

import ai.altertable.foundation.identity.Revocation;
import ai.altertable.foundation.lifecycle.Closer;
import ai.altertable.gateway.exchange.Services;
import ai.altertable.gateway.login.Logins;
import ai.altertable.gateway.placement.BodyBudget;
import ai.altertable.gateway.placement.LeftOut;
import ai.altertable.gateway.placement.SessionPlaces;
import ai.altertable.gateway.route.Routes;
import ai.altertable.gateway.route.StatusPages;
import ai.altertable.http.error.WarningBursts;
import ai.altertable.http.tls.ServerTls;
import ai.altertable.http.wire.HttpTransport;
import ai.altertable.http.wire.UpstreamConnections;
import com.github.benmanes.caffeine.cache.Ticker;
import java.net.SocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The front door's HTTP listener: authenticates each request, has it placed, and passes it to a
/// worker and the answer back, unparsed. Event loops do all of it; only credentials that have not
/// been seen lately are checked on other threads.
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private final Closer closer;
  private final Logins logins;
  private final Listener listener;

  private Gateway(Closer closer, Logins logins, Listener listener) {
    this.closer = closer;
    this.logins = logins;
    this.listener = listener;
  }

  /// Returns when it listens.
  ///
  /// @param tls that clients have to speak, if any; is left open when the gateway closes
  /// @param transport is left running when the gateway closes
  /// @param backend what it stands in front of
  /// @throws IllegalStateException when it cannot listen at the configured address
  public static Gateway start(
      GatewayConfig config,
      Optional<ServerTls> tls,
      HttpTransport transport,
      SecureRandom random,
      Backend backend,
      Oversight oversight) {
    return Closer.assemble(closer -> {
      Clock clock = Clock.systemUTC();
      var logins =
          closer.register(
              new Logins(
                  clock,
                  random,
                  backend.authenticator(),
                  backend.signer(),
                  config.logins(),
                  oversight.metrics()::checked));
      var upstreams =
          closer.register(
              new UpstreamConnections(
                  transport,
                  backend.members(),
                  config.limits(),
                  config.upstreamIdleMax(),
                  config.upstreamIdleTimeout()));
      var routes = Routes.of(new StatusPages(oversight.readiness()::obstacle), oversight.page());
      var warnings = closer.register(WarningBursts.of(LOG));
      var services =
          new Services(
              clock,
              config.limits(),
              routes,
              logins,
              backend.placements(),
              backend.controlPlane(),
              new SessionPlaces(Ticker.systemTicker()),
              new LeftOut(Ticker.systemTicker()),
              new BodyBudget(config.heldBytesMax()),
              config.requestBytesMax(),
              upstreams,
              oversight.metrics(),
              warnings);
      var listener = closer.register(Listener.start(config, tls, transport, services));
      return new Gateway(closer, logins, listener);
    });
  }

  /// Where it listens: with the port that was chosen when the configured one is 0.
  public SocketAddress address() {
    return listener.address();
  }

  /// Has all credentials checked anew from now on, and none counted without that. Callable from any
  /// thread.
  public void forgetLogins() {
    logins.forgetAll();
  }

  /// Has all credentials checked anew from now on, as what they stand for may have changed. Those
  /// that were right lately still count while they cannot be checked. Callable from any thread.
  public void recheckLogins() {
    logins.recheckAll();
  }

  /// Has what some principals were allowed before count no more. Callable from any thread.
  public void revoke(Collection<Revocation> revocations) {
    logins.revoke(revocations);
  }

  /// Stops listening, lets running requests end until the drain deadline, and breaks off the rest.
  @Override
  public void close() {
    closer.close();
  }
}
