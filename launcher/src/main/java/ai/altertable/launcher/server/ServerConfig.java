package ai.altertable.launcher.server;

import ai.altertable.controlplane.bootstrap.BootstrapFlags;
import ai.altertable.controlplane.history.HistoryConfig;
import ai.altertable.engine.Patience;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.http.tls.TlsFiles;
import ai.altertable.launcher.confinement.ConfinementMode;
import ai.altertable.launcher.log.LogConfig;
import ai.altertable.launcher.postgres.external.ExternalPostgres;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What `altertable start` runs with.
///
/// @param controlPlane what it is apart from running workers
/// @param extensions a directory with DuckDB extensions that the operator provides
/// @param sample whether to add the sample database
/// @param drain how long what runs may take to its end, when the server is to end
/// @param worker what each hosted worker may use
/// @param confinement whether the kernel is to confine workers
public record ServerConfig(
    ControlPlane controlPlane,
    Optional<Path> extensions,
    boolean sample,
    Duration drain,
    WorkerResources worker,
    ConfinementMode confinement) {

  /// What a control plane runs with, whether it is on its own or not.
  ///
  /// @param data the data directory
  /// @param runtime what can be made again: native libraries, PostgreSQL's binaries, extensions
  /// @param postgres the one that keeps the metadata; empty: the embedded one
  /// @param http where clients are listened to
  /// @param registration where members find the control plane
  /// @param flags users, databases and keys that are to be there
  /// @param history how long finished statements are kept
  /// @param log what is logged, and how
  public record ControlPlane(
      Path data,
      Path runtime,
      Optional<ExternalPostgres> postgres,
      Http http,
      Registration registration,
      BootstrapFlags flags,
      HistoryConfig history,
      LogConfig log) {}

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

  /// Where members find the control plane.
  ///
  /// @param address one of this machine's, or the one that stands for all
  /// @param registration where they become members and keep their links
  /// @param gateways where gateways that run apart ask it
  public record Registration(InetAddress address, Port registration, Port gateways) {}

  /// @param number 0 for any free one
  /// @param advertised where processes elsewhere find it, `host:port`; what is listened on if empty
  public record Port(int number, Optional<String> advertised) {}

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
