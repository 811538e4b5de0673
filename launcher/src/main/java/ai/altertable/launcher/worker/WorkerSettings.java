package ai.altertable.launcher.worker;

import ai.altertable.engine.EngineConfig;
import ai.altertable.engine.Patience;
import ai.altertable.engine.TransactionConfig;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.http.tls.Handshakes;
import ai.altertable.rest.RestConfig;
import ai.altertable.rest.query.QueryConfig;
import ai.altertable.rest.upload.StagingConfig;
import ai.altertable.worker.WorkerConfig;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What a worker works with on its machine, whoever starts it.
///
/// @param runtime what can be made again: native libraries
/// @param extensions DuckDB's, of which none are loaded from elsewhere
/// @param workspace for spilling and reports that wait; of this worker alone
/// @param staging for uploads; of this worker alone
/// @param objects where the databases' files are
/// @param threads that compute
/// @param memory of the engine
/// @param spill on disk, at the most
/// @param diskReserve that uploads leave free
/// @param patience with statements that cannot be interrupted
public record WorkerSettings(
    Path runtime,
    Path extensions,
    Path workspace,
    Path staging,
    Path objects,
    int threads,
    DataSize memory,
    DataSize spill,
    DataSize diskReserve,
    Patience patience) {
  private static final String SPILL = "spill";
  private static final String OUTBOX = "outbox";
  private static final int SESSIONS_MAX = 1_000;
  private static final Duration SESSION_IDLE = Duration.ofMinutes(30);
  private static final Duration INSTANCE_IDLE = Duration.ofMinutes(10);

  /// @param address where it listens
  /// @param door for whom, unless that is a socket of this machine
  /// @param slug the name that it has been given
  WorkerConfig config(SocketAddress address, Optional<Handshakes> door, String slug) {
    EngineConfig engine =
        new EngineConfig(
            runtime,
            extensions,
            workspace.resolve(SPILL),
            staging,
            objects,
            threads,
            memory,
            spill,
            SESSIONS_MAX,
            SESSION_IDLE,
            TransactionConfig.defaults(),
            INSTANCE_IDLE,
            patience);
    RestConfig rest = new RestConfig(QueryConfig.of(slug), new StagingConfig(staging, diskReserve));
    return new WorkerConfig(address, door, slug, workspace.resolve(OUTBOX), engine, rest);
  }
}
