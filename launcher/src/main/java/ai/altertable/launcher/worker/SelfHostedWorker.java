package ai.altertable.launcher.worker;

import ai.altertable.foundation.fleet.Member.Kind;
import ai.altertable.foundation.fleet.PeerUris;
import ai.altertable.foundation.lifecycle.Closer;
import ai.altertable.http.tls.MemberTls;
import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.datadir.DurableFiles;
import ai.altertable.launcher.member.Membership;
import ai.altertable.link.enrollment.EnrollmentToken;
import ai.altertable.worker.WorkerConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A worker that somebody starts on a machine of theirs. It enrols once, keeps its identity in its
/// directory, and lets gateways and the control plane in by mutual TLS.
public final class SelfHostedWorker implements AutoCloseable {
  private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

  private final Closer closer;

  private SelfHostedWorker(Closer closer) {
    this.closer = closer;
  }

  /// Where it listens.
  ///
  /// @param address port 0 takes any free one
  /// @param advertised where gateways find it, `host:port`; the address if empty
  public record Listening(InetSocketAddress address, Optional<String> advertised) {}

  /// Returns when it listens.
  ///
  /// @param directory of this worker alone
  /// @param token to enrol by, if it has not; a worker that is a member already does not need one
  /// @throws StartupFailure with what is wrong and what to do
  public static SelfHostedWorker start(
      Path directory, Optional<EnrollmentToken> token, WorkerSettings settings, Listening where) {
    return Closer.assemble(closer -> {
      prepare(directory, settings);
      Membership membership = Membership.in(closer, directory, "--worker-dir", Kind.WORKER, token);
      MemberTls tls = closer.register(new MemberTls(membership::credentials, HANDSHAKE_TIMEOUT));
      WorkerConfig config =
          settings.config(
              where.address(),
              Optional.of(tls.door("a gateway", SelfHostedWorker::isGateway)),
              membership.member().slug());
      LinkedWorker worker =
          closer.register(
              LinkedWorker.start(
                  config,
                  membership::store,
                  listening ->
                      Optional.of(
                          where
                              .advertised()
                              .orElseGet(() -> text((InetSocketAddress) listening.address())))));
      membership.follow(worker::identity);
      return new SelfHostedWorker(closer);
    });
  }

  private static boolean isGateway(String uri) {
    return uri.equals(PeerUris.CONTROL_PLANE) || PeerUris.id(Kind.GATEWAY, uri).isPresent();
  }

  /// Before a token is spent.
  private static void prepare(Path directory, WorkerSettings settings) {
    try {
      DurableFiles.createOwnerDirectory(directory);
      DurableFiles.createOwnerDirectory(settings.staging());
    } catch (IOException failure) {
      throw new StartupFailure(
          "The worker's directory cannot be used: " + failure.getMessage() + ".",
          "Name another with --worker-dir, or let this user write to it.",
          failure);
    }
    if (!Files.isDirectory(settings.objects())) {
      throw new StartupFailure(
          "There is no directory " + settings.objects() + ".",
          "Name the one that holds the databases' files with --objects-dir.");
    }
  }

  private static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  @Override
  public void close() {
    closer.close();
  }
}
