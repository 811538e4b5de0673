package ai.altertable.launcher.server;

import ai.altertable.controlplane.fleet.member.ObservedMember;
import ai.altertable.foundation.fleet.Member.Kind;
import ai.altertable.foundation.fleet.PeerUris;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.GrantSigner;
import ai.altertable.foundation.placement.WorkerAddress;
import ai.altertable.foundation.placement.WorkerAddress.Door;
import ai.altertable.http.tls.MemberTls;
import ai.altertable.launcher.process.MemberHttp;
import ai.altertable.launcher.process.ProcessHttp;
import ai.altertable.launcher.process.UnixHttp;
import ai.altertable.launcher.worker.WorkerLink;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How this process reaches workers that somebody else runs.
///
/// @param tls shows them that this process is of the control plane
record OtherWorkers(InstantSource clock, GrantSigner signer, MemberTls tls) {
  private static final Logger LOG = LoggerFactory.getLogger(OtherWorkers.class);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

  /// Where it said that it is reached. It says that by itself, so nobody vouches for how that
  /// looks.
  static Optional<WorkerAddress> address(ObservedMember member) {
    if (member.enrolled().hosted()) {
      return Optional.empty();
    }
    Optional<String> told = member.status().flatMap(said -> said.address());
    try {
      return told.map(Door.Tls::parse)
          .map(door -> new WorkerAddress(member.enrolled().member().id(), member.slug(), door));
    } catch (IllegalArgumentException malformed) {
      LOG.warn("worker {} cannot be reached: {}", member.slug(), malformed.getMessage());
      return Optional.empty();
    }
  }

  /// To ask a worker for what the server itself wants to know.
  Optional<WorkerLink> link(ObservedMember member, WorkerAddress address) {
    return member.enrolled().environment().map(environment -> link(environment, address));
  }

  private WorkerLink link(Environment environment, WorkerAddress address) {
    PlatformGrants grants = new PlatformGrants(clock, signer, environment, address.slug());
    ProcessHttp http =
        switch (address.door()) {
          case Door.UnixSocket(Path socket) -> new UnixHttp(socket);
          case Door.Tls(String host, int port) ->
              new MemberHttp(tls, host, port, PeerUris.of(Kind.WORKER, address.id()));
        };
    return new WorkerLink(address.slug(), http, () -> grants.issue(Map.of()), ANSWER_WITHIN);
  }
}
