package ai.altertable.gateway.placement;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.fleet.Member.Kind;
import ai.altertable.foundation.fleet.PeerUris;
import ai.altertable.foundation.placement.WorkerAddress;
import ai.altertable.foundation.placement.WorkerAddress.Door;
import ai.altertable.http.wire.UpstreamAddress;
import java.nio.file.Path;
import java.util.Optional;

/// One that a request can be sent to.
///
/// @param name for messages, such as `worker w-1`
/// @param slug among workers; that of the control plane is [#CONTROL_PLANE]
/// @param grant to send in place of the client's credentials; without it those are sent
/// @param away the code for when it cannot be reached
public record Target(
    String name, String slug, UpstreamAddress address, Optional<String> grant, ErrorCode away) {
  /// Stands for the control plane in grants.
  public static final String CONTROL_PLANE = "control-plane";

  public static Target worker(WorkerAddress worker, String grant) {
    return new Target(
        "worker " + worker.slug(),
        worker.slug(),
        address(worker),
        Optional.of(grant),
        ErrorCode.WORKER_UNAVAILABLE);
  }

  public static Target controlPlane(UpstreamAddress address, Optional<String> grant) {
    return new Target(
        "the control plane", CONTROL_PLANE, address, grant, ErrorCode.CONTROL_PLANE_UNAVAILABLE);
  }

  private static UpstreamAddress address(WorkerAddress worker) {
    return switch (worker.door()) {
      case Door.UnixSocket(Path path) -> new UpstreamAddress.UnixSocket(path);
      case Door.Tls(String host, int port) ->
          new UpstreamAddress.Tls(host, port, PeerUris.of(Kind.WORKER, worker.id()));
    };
  }

  /// What a client is told of it.
  public String kind() {
    return away == ErrorCode.WORKER_UNAVAILABLE ? "the worker" : name;
  }
}
