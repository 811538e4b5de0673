package ai.altertable.link.client;

import ai.altertable.foundation.fleet.Directives;
import ai.altertable.foundation.fleet.MemberStatus;
import ai.altertable.foundation.fleet.Outbox;
import ai.altertable.foundation.lifecycle.Closer;
import ai.altertable.link.LinkConfig;
import ai.altertable.link.certificate.IdentityStore;
import ai.altertable.link.certificate.MemberIdentity;
import ai.altertable.link.configuration.ReceivedConfiguration;
import ai.altertable.link.enrollment.EnrollmentToken;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A member's end of the link: keeps one connection to the control plane, for as long as it is
/// open, and its certificate fresh.
///
/// It has three threads of its own: one connects and waits, one follows directives, one sends
/// reports.
public final class LinkClient implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final LinkRun run;
  private final Closer closer;

  private LinkClient(LinkRun run, Closer closer) {
    this.run = run;
    this.closer = closer;
  }

  /// Makes this process a member; waits for the answer. The identity is stored when it comes.
  ///
  /// @param version of this program
  public static EnrollmentOutcome enroll(
      LinkConfig config,
      EnrollmentToken token,
      String version,
      IdentityStore store,
      Clock clock,
      SecureRandom random) {
    return new Enrollment(config, store, clock, random).enroll(token, version);
  }

  /// Connects in the background, again and again, until it is closed.
  ///
  /// @param addresses of the control plane, `host:port`, tried in turn; when there are none, the
  ///   one that the identity is from
  /// @param store that holds an identity
  /// @param status asked every few seconds, by any thread; must not block
  /// @throws IllegalStateException when the store has no identity, or one that cannot be read
  public static LinkClient start(
      LinkConfig config,
      List<String> addresses,
      IdentityStore store,
      Supplier<MemberStatus> status,
      Directives directives,
      Outbox outbox,
      Clock clock,
      SecureRandom random) {
    MemberIdentity identity =
        store
            .load()
            .orElseThrow(() ->
                new IllegalStateException("this process is no member yet; it has to enrol first"));
    return Closer.assemble(closer -> {
      Channels channels = closer.register(Channels.open(config));
      ReceivedConfiguration received =
          new ReceivedConfiguration(config.configurationBytesMax().bytes());
      DirectiveRunner runner = new DirectiveRunner(directives, received);
      CurrentStream current = new CurrentStream();
      LinkRun run =
          new LinkRun(
              config,
              addresses.isEmpty() ? List.of(identity.address()) : List.copyOf(addresses),
              identity,
              new Enrollment(config, store, clock, random),
              channels,
              received,
              runner,
              current,
              status,
              clock,
              random);
      closer.onClose(run::closed);
      thread(closer, "link-directives", runner);
      thread(closer, "link-reports", new ReportSender(config, outbox, current));
      thread(closer, "link", run);
      long interval = config.heartbeatInterval().toMillis();
      ScheduledFuture<?> ticks =
          channels
              .timer()
              .scheduleWithFixedDelay(run::tick, interval, interval, TimeUnit.MILLISECONDS);
      closer.onClose(() -> ticks.cancel(false));
      return new LinkClient(run, closer);
    });
  }

  private static void thread(Closer closer, String name, Runnable work) {
    Thread thread = Thread.ofPlatform().daemon().name(name).start(work);
    closer.onClose(() -> {
      thread.interrupt();
      if (!thread.join(GRACE)) {
        throw new IllegalStateException("the thread " + name + " does not end");
      }
    });
  }

  /// Tells the status at once: it has changed so that others should not wait for the next time.
  /// Does not block; without a link nothing is told but with the next one's hello.
  public void announce() {
    run.announce();
  }

  public LinkState state() {
    return run.state();
  }

  /// The one that is used now; it changes with each renewal.
  public MemberIdentity identity() {
    return run.identity();
  }

  @Override
  public void close() {
    closer.close();
  }
}
