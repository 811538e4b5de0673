package ai.altertable.launcher.worker;

import ai.altertable.foundation.lifecycle.Closer;
import ai.altertable.http.tls.MemberCredentials;
import ai.altertable.http.tls.MemberTls;
import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.datadir.DurableFiles;
import ai.altertable.link.certificate.FileIdentityStore;
import ai.altertable.link.certificate.MemberIdentity;
import ai.altertable.link.enrollment.EnrollmentToken;
import ai.altertable.worker.WorkerConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A worker that somebody starts on a machine of theirs. It enrols once, keeps its identity in its
/// directory, and lets gateways and the control plane in by mutual TLS.
public final class SelfHostedWorker implements AutoCloseable {
  private static final String IDENTITY = "identity.pem";
  private static final String CONTROL_PLANE = "urn:altertable:control-plane";
  private static final String GATEWAY = "urn:altertable:gateway:";
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
    prepare(directory, settings);
    return Closer.assemble(closer -> {
      FileIdentityStore store = new FileIdentityStore(directory.resolve(IDENTITY));
      MemberIdentity identity = identity(store, token);
      AtomicReference<@Nullable LinkedWorker> linked = new AtomicReference<>();
      MemberTls tls =
          closer.register(new MemberTls(new Shown(identity, linked), HANDSHAKE_TIMEOUT));
      WorkerConfig config =
          settings.config(
              where.address(),
              Optional.of(
                  tls.door(
                      "a gateway", name -> name.equals(CONTROL_PLANE) || name.startsWith(GATEWAY))),
              identity.member().slug());
      LinkedWorker worker =
          closer.register(
              LinkedWorker.start(
                  config,
                  () -> store,
                  listening ->
                      Optional.of(
                          where
                              .advertised()
                              .orElseGet(() -> text((InetSocketAddress) listening.address())))));
      linked.set(worker);
      return new SelfHostedWorker(closer);
    });
  }

  /// Before a token is spent.
  private static void prepare(Path directory, WorkerSettings settings) {
    try {
      DurableFiles.createOwnerDirectory(directory);
      DurableFiles.createOwnerDirectory(settings.staging());
      if (!Files.isDirectory(settings.objects())) {
        throw new StartupFailure(
            "There is no directory " + settings.objects() + ".",
            "Name the one that holds the databases' files with --objects-dir.");
      }
    } catch (IOException failure) {
      throw new StartupFailure(
          "The worker's directory cannot be used: " + failure.getMessage() + ".",
          "Name another with --worker-dir, or let this user write to it.",
          failure);
    }
  }

  private static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private static MemberIdentity identity(FileIdentityStore store, Optional<EnrollmentToken> token) {
    try {
      Optional<MemberIdentity> kept = store.load();
      if (kept.isPresent()) {
        return kept.get();
      }
      return LinkedWorker.enroll(
          token.orElseThrow(() ->
              new StartupFailure(
                  "This worker is no member yet.",
                  "Make a token on the server (altertable token create), and give it with"
                      + " --enrollment-token-file.")),
          store);
    } catch (LinkedWorker.NotEnrolled refused) {
      throw new StartupFailure(
          "The control plane does not take this worker: " + refused.getMessage(),
          "Do what the message says; a new token is made by altertable token create.",
          refused);
    } catch (IllegalStateException unreadable) {
      throw new StartupFailure(
          "The identity of this worker cannot be used: " + unreadable.getMessage(),
          "Remove " + IDENTITY + " from its directory, and enrol it anew with a new token.",
          unreadable);
    }
  }

  /// What peers are shown: the certificate that the link has renewed last. Another object only when
  /// that has changed.
  private static final class Shown implements Supplier<MemberCredentials> {
    private final AtomicReference<@Nullable LinkedWorker> linked;
    private MemberIdentity identity;
    private MemberCredentials credentials;

    Shown(MemberIdentity first, AtomicReference<@Nullable LinkedWorker> linked) {
      this.linked = linked;
      this.identity = first;
      this.credentials = credentials(first);
    }

    private static MemberCredentials credentials(MemberIdentity identity) {
      return new MemberCredentials(
          identity.key(), List.of(identity.certificate()), identity.authority());
    }

    @Override
    public synchronized MemberCredentials get() {
      LinkedWorker present = linked.get();
      MemberIdentity now = present == null ? identity : present.identity();
      if (!now.equals(identity)) {
        identity = now;
        credentials = credentials(now);
      }
      return credentials;
    }
  }

  /// Serves until the end is asked for.
  public void await(CountDownLatch end) throws InterruptedException {
    end.await();
  }

  @Override
  public void close() {
    closer.close();
  }
}
