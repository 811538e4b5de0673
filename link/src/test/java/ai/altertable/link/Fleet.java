package ai.altertable.link;

import ai.altertable.foundation.fleet.Load;
import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.fleet.MemberStatus;
import ai.altertable.foundation.lifecycle.Closer;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.link.certificate.Authority;
import ai.altertable.link.certificate.FileIdentityStore;
import ai.altertable.link.certificate.IdentityStore;
import ai.altertable.link.client.EnrollmentOutcome;
import ai.altertable.link.client.LinkClient;
import ai.altertable.link.enrollment.EnrollmentToken;
import ai.altertable.link.server.LinkServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A control plane in this process, and what members need to join it.
public final class Fleet implements AutoCloseable {
  /// Quick to notice and to try again.
  public static final LinkConfig QUICK =
      new LinkConfig(
          Duration.ofHours(24),
          Duration.ofMillis(100),
          Duration.ofMillis(800),
          Duration.ofSeconds(5),
          Duration.ofMillis(20),
          Duration.ofMillis(200),
          Duration.ofMillis(20),
          50,
          new DataSize(64 << 10),
          DataSize.ofMebibytes(16),
          new EnrollmentConfig(100, Duration.ofMillis(10), 1000, Duration.ofMillis(1)),
          StrangerConfig.defaults());

  public static final MemberStatus STATUS =
      new MemberStatus("1", Optional.of("127.0.0.1:1"), Optional.empty(), false, Load.NONE);

  public final SecureRandom random = new SecureRandom();
  public final Authority authority;
  public final FakeRegistrar registrar = new FakeRegistrar();
  public final FakeLinks links = new FakeLinks();
  private final Closer closer = new Closer();
  private final LinkConfig config;
  private final Clock clock;
  private final Path folder;
  private LinkServer server;

  public Fleet(LinkConfig config, Clock clock, Path folder) {
    this.config = config;
    this.clock = clock;
    this.folder = folder;
    this.authority = Authority.create(clock, random);
    this.server = listen(0);
  }

  private LinkServer listen(int port) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return LinkServer.start(config, address, authority, registrar, links, clock, random);
  }

  public void restart() {
    int port = server.address().getPort();
    server.close();
    server = listen(port);
  }

  public void stop() {
    server.close();
  }

  public String address() {
    return "127.0.0.1:" + server.address().getPort();
  }

  public EnrollmentToken token(Secret secret) {
    return new EnrollmentToken(address(), authority.fingerprint(), secret);
  }

  public IdentityStore store(String name) {
    return new FileIdentityStore(folder.resolve(name));
  }

  public EnrollmentOutcome enroll(EnrollmentToken token, IdentityStore store, Clock own) {
    return LinkClient.enroll(config, token, "1", store, own, random);
  }

  /// A store with the identity of a new worker.
  public IdentityStore enrolled(String slug) {
    return enrolled(new Member(UUID.randomUUID(), Member.Kind.WORKER, slug));
  }

  public IdentityStore enrolled(Member member) {
    IdentityStore store = store(member.slug());
    EnrollmentOutcome outcome = enroll(token(registrar.token(member)), store, clock);
    if (!(outcome instanceof EnrollmentOutcome.Enrolled)) {
      throw new AssertionError(outcome);
    }
    return store;
  }

  public LinkClient connect(IdentityStore store, FakeMember member) {
    return connect(store, member, clock, address());
  }

  public LinkClient connect(
      IdentityStore store, FakeMember member, Clock own, String... addresses) {
    return closer.register(
        LinkClient.start(
            config, List.of(addresses), store, () -> STATUS, member, member, own, random));
  }

  @Override
  public void close() {
    closer.close();
    server.close();
  }
}
