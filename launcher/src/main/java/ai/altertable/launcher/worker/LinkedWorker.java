package ai.altertable.launcher.worker;

import ai.altertable.foundation.fleet.MemberStatus;
import ai.altertable.foundation.lifecycle.Closer;
import ai.altertable.launcher.Version;
import ai.altertable.link.LinkConfig;
import ai.altertable.link.certificate.IdentityStore;
import ai.altertable.link.certificate.MemberIdentity;
import ai.altertable.link.client.LinkClient;
import ai.altertable.worker.Worker;
import ai.altertable.worker.WorkerConfig;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A worker with its link to the control plane, the same whoever has started it. Closing it ends
/// the link, so that nothing more is placed here, and then the worker.
final class LinkedWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LinkedWorker.class);

  /// A statement could not be ended.
  private static final int STUCK = 75;

  private final Closer closer;
  private final LinkClient link;

  private LinkedWorker(Closer closer, LinkClient link) {
    this.closer = closer;
    this.link = link;
  }

  /// Returns when the worker listens; it serves as soon as it is told what.
  ///
  /// @param member gives what holds its identity; waited for when the worker listens already
  /// @param address where gateways reach it, if not by a socket of this machine
  static LinkedWorker start(
      WorkerConfig config,
      Supplier<IdentityStore> member,
      Function<Worker, Optional<String>> address) {
    return Closer.assemble(closer -> {
      Worker worker =
          closer.register(
              Worker.start(
                  config,
                  LinkedWorker::end,
                  () -> Thread.ofPlatform().name("stop").start(() -> System.exit(0))));
      Optional<String> reached = address.apply(worker);
      LinkClient link =
          closer.register(
              LinkClient.start(
                  LinkConfig.defaults(),
                  List.of(),
                  member.get(),
                  () -> status(worker, reached),
                  worker,
                  worker.outbox(),
                  Clock.systemUTC(),
                  new SecureRandom()));
      worker.onDrain(link::announce);
      LOG.info("worker {} listens", config.slug());
      return new LinkedWorker(closer, link);
    });
  }

  private static MemberStatus status(Worker worker, Optional<String> address) {
    return new MemberStatus(
        Version.CURRENT, address, Optional.empty(), worker.isDraining(), worker.load());
  }

  /// At once: what is to be closed in good order would wait for the statement that does not end.
  private static void end(String why) {
    LOG.error("this worker ends with status {}, to be started again: {}", STUCK, why);
    Runtime.getRuntime().halt(STUCK);
  }

  /// The one that is used now; it changes with each renewal.
  MemberIdentity identity() {
    return link.identity();
  }

  @Override
  public void close() {
    closer.close();
  }
}
