package ai.altertable.worker;

import ai.altertable.foundation.catalog.Catalogs;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.fleet.Configuration;
import ai.altertable.foundation.fleet.WorkerBriefing;
import ai.altertable.foundation.fleet.WorkerBriefingCodec;
import ai.altertable.foundation.identity.GrantKeys;
import ai.altertable.foundation.identity.Revocation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What this worker has been told last by the control plane, which it goes on by while that is
/// away. Safe for use by several threads.
final class Briefed {
  private static final Logger LOG = LoggerFactory.getLogger(Briefed.class);

  private static final String OBJECTS = "objects";

  /// Ends what was granted before.
  @FunctionalInterface
  interface Revoking {
    void revoke(List<Revocation> revocations);
  }

  private final Path objects;
  private final GrantKeys signers;
  private final AtomicReference<@Nullable WorkerBriefing> briefing = new AtomicReference<>();

  /// @param objects where the databases' files are on this machine
  /// @param signers is kept up to date
  Briefed(Path objects, GrantKeys signers) {
    this.objects = objects;
    this.signers = signers;
  }

  /// Those that sessions which begin now may see.
  ///
  /// @throws PlatformException WORKER_UNAVAILABLE when nothing has been told yet
  Catalogs catalogs() {
    WorkerBriefing present = briefing.get();
    if (present == null) {
      throw new PlatformException(ErrorCode.WORKER_UNAVAILABLE, notYet());
    }
    return present.catalogs();
  }

  /// Whether this worker serves the environment of that id; none before it has been told.
  boolean serves(UUID environment) {
    WorkerBriefing present = briefing.get();
    return present != null && present.environment().id().equals(environment);
  }

  /// What stands in the way of serving.
  Optional<String> obstacle() {
    return briefing.get() == null ? Optional.of(notYet()) : Optional.empty();
  }

  private static String notYet() {
    return "this worker has not been told yet what it is to serve";
  }

  /// Works by this from now on. One that cannot be read changes nothing.
  ///
  /// @param revoking what counts no more ends before what is new counts
  void brief(Configuration configuration, Revoking revoking) {
    WorkerBriefing fresh = onThisMachine(WorkerBriefingCodec.decode(configuration));
    revoking.revoke(fresh.revocations());
    briefing.set(fresh);
    signers.replace(fresh.signers());
    LOG.info(
        "serving {} catalogs to the grants of {} signers",
        fresh.catalogs().databases().size(),
        fresh.signers().size());
  }

  /// The control plane knows paths as `objects/…`, wherever a worker has these.
  private WorkerBriefing onThisMachine(WorkerBriefing told) {
    List<ManagedDatabase> databases =
        told.catalogs().databases().stream()
            .map(database ->
                new ManagedDatabase(
                    database.name(),
                    database.metadataSchema(),
                    path(database.dataPath()),
                    database.owner(),
                    database.reader()))
            .toList();
    return new WorkerBriefing(
        told.environment(),
        new Catalogs(told.catalogs().metadata(), databases),
        told.signers(),
        told.revocations());
  }

  private String path(String told) {
    Path path = Path.of(told).normalize();
    if (path.isAbsolute() || path.getNameCount() < 2 || !path.startsWith(OBJECTS)) {
      throw new IllegalArgumentException("a database's files must lie in " + OBJECTS + "/");
    }
    return objects.resolve(path.subpath(1, path.getNameCount())) + "/";
  }
}
