package ai.altertable.launcher.server;

import ai.altertable.engine.Patience;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.http.tls.TlsFiles;
import ai.altertable.launcher.confinement.ConfinementMode;
import ai.altertable.launcher.log.LogConfig;
import ai.altertable.launcher.postgres.external.ExternalPostgres;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What `altertable start` runs with.
///
/// @param data the data directory
/// @param users `name:password` each
/// @param readers `name:password` each
/// @param runtime what can be made again: native libraries, PostgreSQL's binaries, extensions
/// @param extensions a directory with DuckDB extensions that the operator provides
/// @param postgres the one that keeps the metadata; empty: the embedded one
/// @param http where clients are listened to
/// @param registration where processes become members
/// @param apiKeys for product events
/// @param managementKeys `atm_…`, for the management API
/// @param environment of the users and databases; the one that there is, or `production`, if empty
/// @param databases the first one is the default catalog
/// @param drain how long what runs may take to its end, when the server is to end
/// @param sample whether to add the sample database
/// @param log what is logged, and how
/// @param confinement whether the kernel is to confine the worker
public record ServerConfig(
    Path data,
    Path runtime,
    Optional<Path> extensions,
    Optional<ExternalPostgres> postgres,
    Http http,
    Registration registration,
    List<Secret> users,
    List<Secret> readers,
    List<Secret> apiKeys,
    List<Secret> managementKeys,
    Optional<String> environment,
    List<String> databases,
    boolean sample,
    Duration drain,
    WorkerResources worker,
    LogConfig log,
    ConfinementMode confinement) {
  public ServerConfig {
    users = List.copyOf(users);
    readers = List.copyOf(readers);
    apiKeys = List.copyOf(apiKeys);
    managementKeys = List.copyOf(managementKeys);
    databases = List.copyOf(databases);
  }

  /// Where clients are listened to.
  ///
  /// @param address one of this machine's, or the one that stands for all
  /// @param port 0 for any free one
  /// @param tls the certificate to show; empty: HTTP in the clear
  /// @param plaintext whether others than this machine may be listened to in the clear
  public record Http(InetAddress address, int port, Optional<TlsFiles> tls, boolean plaintext) {
    /// Whether passwords and data pass a network in the clear.
    public boolean isExposed() {
      return tls.isEmpty() && !address.isLoopbackAddress();
    }
  }

  /// Where processes become members and keep their links.
  ///
  /// @param address one of this machine's, or the one that stands for all
  /// @param port 0 for any free one
  /// @param advertised where processes elsewhere find it, `host:port`; the address if empty
  public record Registration(InetAddress address, int port, Optional<String> advertised) {}

  /// What the hosted worker may use.
  ///
  /// @param threads that compute
  /// @param memory of the engine; the JVM around it takes up to 600 MiB more
  /// @param spill on disk, at the most
  /// @param diskReserve that uploads leave free on the data directory's disk
  /// @param patience with statements that cannot be interrupted
  public record WorkerResources(
      int threads, DataSize memory, DataSize spill, DataSize diskReserve, Patience patience) {}
}
