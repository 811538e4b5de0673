package ai.altertable.link.client;

import ai.altertable.foundation.fleet.MemberStatus;
import ai.altertable.link.LinkConfig;
import ai.altertable.link.certificate.MemberIdentity;
import ai.altertable.link.certificate.PeerTrust;
import ai.altertable.link.configuration.ReceivedConfiguration;
import ai.altertable.link.message.ServerTime;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connects, stays connected, and connects again. Runs on one thread, until it is interrupted; what
/// it shows can be read by any.
final class LinkRun implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(LinkRun.class);

  private final LinkConfig config;
  private final List<String> addresses;
  private final Enrollment enrollment;
  private final Channels channels;
  private final ReceivedConfiguration received;
  private final DirectiveRunner directives;
  private final CurrentStream current;
  private final Supplier<MemberStatus> status;
  private final Clock clock;
  private final Backoff backoff;
  private volatile MemberIdentity identity;
  private volatile LinkState state;

  /// When the certificate may next be renewed. Confined to the thread.
  private Instant renewal;

  /// How often it has connected, or tried to. Confined to the thread.
  private int tries;

  LinkRun(
      LinkConfig config,
      List<String> addresses,
      MemberIdentity identity,
      Enrollment enrollment,
      Channels channels,
      ReceivedConfiguration received,
      DirectiveRunner directives,
      CurrentStream current,
      Supplier<MemberStatus> status,
      Clock clock,
      RandomGenerator random) {
    this.config = config;
    this.addresses = addresses;
    this.identity = identity;
    this.enrollment = enrollment;
    this.channels = channels;
    this.received = received;
    this.directives = directives;
    this.current = current;
    this.status = status;
    this.clock = clock;
    this.backoff = new Backoff(config.firstPause(), config.longestPause(), random);
    this.state = new LinkState.Connecting(addresses.getFirst());
    this.renewal = identity.renewal();
  }

  LinkState state() {
    return state;
  }

  MemberIdentity identity() {
    return identity;
  }

  /// From now on. Comes after the thread has ended.
  void closed() {
    state = new LinkState.Closed();
  }

  /// Lives, and looks whether the control plane does. Called by a timer.
  void tick() {
    try {
      current
          .now()
          .ifPresent(stream -> {
            stream.heartbeat(status.get());
            stream.tick(config.silenceMax());
          });
    } catch (RuntimeException failure) {
      LOG.error("the link's heartbeat failed", failure);
    }
  }

  void announce() {
    current.now().ifPresent(stream -> stream.heartbeat(status.get()));
  }

  @Override
  public void run() {
    try {
      while (true) {
        String address = addresses.get(tries++ % addresses.size());
        try {
          connect(address);
        } catch (RuntimeException failure) {
          LOG.error("the link to {} failed", address, failure);
          lost(address, new Failure(false, String.valueOf(failure.getMessage())));
          pause();
        }
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /// Returns when it is time to connect again.
  private void connect(String address) throws InterruptedException {
    if (!(state instanceof LinkState.Refused)) {
      state = new LinkState.Connecting(address);
    }
    MemberIdentity shown = identity;
    ManagedChannel channel =
        channels.to(
            address, PeerTrust.inControlPlane(shown.authority(), clock), Optional.of(shown));
    try {
      if (isRenewalDue() && renew(channel)) {
        tries--;
        return;
      }
      Failure failure = serve(channel, address);
      if (!identity.equals(shown)) {
        LOG.info("the link connects anew with its next certificate");
        tries--;
        return;
      }
      lost(address, failure);
    } finally {
      current.clear();
      Channels.end(channel);
    }
    pause();
  }

  private void pause() throws InterruptedException {
    Thread.sleep(backoff.next(state instanceof LinkState.Refused));
  }

  /// Returns when the connection has ended, or there is a new certificate.
  private Failure serve(ManagedChannel channel, String address) throws InterruptedException {
    received.begin();
    MemberStream stream =
        MemberStream.open(channel, status.get(), received.name(), directives::told, clock);
    try {
      Instant server =
          stream.welcomed().get(config.callTimeout().toMillis(), TimeUnit.MILLISECONDS);
      ServerTime.skew(server, clock.instant()).ifPresent(skew -> LOG.warn("{}", skew));
    } catch (ExecutionException | TimeoutException failed) {
      stream.end(new Failure(false, "the control plane does not answer"));
      return stream.ended().join();
    }
    current.set(stream);
    state = new LinkState.Connected(address, clock.instant());
    LOG.info("linked to the control plane at {}", address);
    long since = System.nanoTime();
    try {
      return stay(channel, stream);
    } finally {
      stream.end(new Failure(false, "the link is closed"));
      backoff.lasted(Duration.ofNanos(System.nanoTime() - since));
    }
  }

  private Failure stay(ManagedChannel channel, MemberStream stream) throws InterruptedException {
    while (true) {
      try {
        return stream.ended().get(config.heartbeatInterval().toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException lives) {
        if (isRenewalDue() && renew(channel)) {
          return new Failure(false, "the certificate is renewed");
        }
      } catch (ExecutionException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  private boolean isRenewalDue() {
    return !clock.instant().isBefore(renewal);
  }

  /// Whether there is a new certificate; else it is tried again after a part of the time left.
  private boolean renew(ManagedChannel channel) {
    try {
      identity = enrollment.renew(channel, identity);
      renewal = nextRenewal();
      LOG.info("the certificate is renewed, until {}", identity.expires());
      return true;
    } catch (StatusRuntimeException | IllegalArgumentException failed) {
      Duration left = Duration.between(clock.instant(), identity.expires());
      renewal =
          clock.instant().plus(left.isNegative() ? config.longestPause() : left.dividedBy(20));
      LOG.warn(
          "the certificate cannot be renewed: {}; it expires at {}",
          Failure.of(failed, clock).reason(),
          identity.expires());
      return false;
    }
  }

  /// Not at once again, by a clock that is wrong.
  private Instant nextRenewal() {
    Instant soonest = clock.instant().plus(identity.life().dividedBy(4));
    return identity.renewal().isBefore(soonest) ? soonest : identity.renewal();
  }

  private void lost(String address, Failure failure) {
    LinkState before = state;
    if (failure.refused()) {
      state =
          new LinkState.Refused(
              failure.reason() + "; if this member is to stay, enrol it again with a new token",
              clock.instant());
    } else {
      state = new LinkState.Lost(failure.reason(), clock.instant());
    }
    if (before instanceof LinkState.Connected || backoff.isWorthALine(failure.reason())) {
      LOG.warn("no link to the control plane at {}: {}", address, failure.reason());
    }
  }
}
