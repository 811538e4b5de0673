package ai.altertable.launcher.member;

import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.fleet.Member.Kind;
import ai.altertable.foundation.lifecycle.Closer;
import ai.altertable.http.tls.MemberCredentials;
import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.datadir.DirectoryLock;
import ai.altertable.launcher.datadir.DurableFiles;
import ai.altertable.link.certificate.FileIdentityStore;
import ai.altertable.link.certificate.IdentityStore;
import ai.altertable.link.certificate.MemberIdentity;
import ai.altertable.link.enrollment.EnrollmentToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// Who this process is among the members: enrolled once, and kept in a directory that no other
/// process uses at the same time. Safe for use by several threads.
public final class Membership {
  private static final String IDENTITY = "identity.pem";

  private record Shown(MemberIdentity identity, MemberCredentials credentials) {
    static Shown of(MemberIdentity identity) {
      return new Shown(
          identity,
          new MemberCredentials(
              identity.key(), List.of(identity.certificate()), identity.authority()));
    }
  }

  private final FileIdentityStore store;
  private final AtomicReference<Shown> shown;
  private final AtomicReference<Supplier<MemberIdentity>> renewed;

  private Membership(FileIdentityStore store, MemberIdentity identity) {
    this.store = store;
    this.shown = new AtomicReference<>(Shown.of(identity));
    this.renewed = new AtomicReference<>(() -> identity);
  }

  /// Takes the directory until the closer closes.
  ///
  /// @param option that names the directory
  /// @param token to enrol by, if it has not; one that is a member already does not need one
  /// @throws StartupFailure with what is wrong and what to do
  public static Membership in(
      Closer closer, Path directory, String option, Kind kind, Optional<EnrollmentToken> token) {
    take(closer, directory, option);
    FileIdentityStore store = new FileIdentityStore(directory.resolve(IDENTITY));
    return new Membership(store, identity(store, kind, token));
  }

  private static void take(Closer closer, Path directory, String option) {
    try {
      DurableFiles.createOwnerDirectory(directory);
      closer.register(DirectoryLock.take(directory, option));
    } catch (IOException failure) {
      throw new StartupFailure(
          "The directory " + directory + " cannot be used: " + failure.getMessage() + ".",
          "Name another with " + option + ", or let this user write to it.",
          failure);
    }
  }

  private static MemberIdentity identity(
      FileIdentityStore store, Kind kind, Optional<EnrollmentToken> token) {
    String name = name(kind);
    try {
      Optional<MemberIdentity> kept = store.load();
      if (kept.isPresent()) {
        return requireKept(store, kept.get(), kind);
      }
      MemberIdentity fresh = Enrolling.with(token.orElseThrow(() -> noMember(kind)), store);
      return requireFresh(store, fresh, kind);
    } catch (NotEnrolled refused) {
      throw new StartupFailure(
          "The control plane does not take this " + name + ": " + refused.getMessage(),
          "Do what the message says; a new token is made by " + command(kind) + ".",
          refused);
    } catch (IllegalStateException unreadable) {
      throw new StartupFailure(
          "The identity of this " + name + " cannot be used: " + unreadable.getMessage(),
          "Remove " + IDENTITY + " from its directory, and enrol it anew with a new token.",
          unreadable);
    }
  }

  private static StartupFailure noMember(Kind kind) {
    return new StartupFailure(
        "This " + name(kind) + " is no member yet.",
        "Make a token on the server ("
            + command(kind)
            + "), and give it with --enrollment-token-file.");
  }

  /// It may be that of another process, which is to go on with it.
  private static MemberIdentity requireKept(
      FileIdentityStore store, MemberIdentity identity, Kind wanted) {
    Kind is = identity.member().kind();
    if (is != wanted) {
      throw new StartupFailure(
          "The directory has the identity of a %s: %s.".formatted(name(is), store.file()),
          "Name another directory for this " + name(wanted) + ".");
    }
    return identity;
  }

  /// An identity that is of no use here is not kept.
  private static MemberIdentity requireFresh(
      FileIdentityStore store, MemberIdentity identity, Kind wanted) {
    Kind is = identity.member().kind();
    if (is == wanted) {
      return identity;
    }
    StartupFailure refused =
        new StartupFailure(
            "The token was one for a %s, and this is a %s.".formatted(name(is), name(wanted)),
            "Make another one with " + command(wanted) + ".");
    try {
      Files.deleteIfExists(store.file());
    } catch (IOException failure) {
      refused.addSuppressed(failure);
    }
    throw refused;
  }

  private static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static String command(Kind kind) {
    return switch (kind) {
      case WORKER -> "altertable token create";
      case GATEWAY -> "altertable token create --gateway";
    };
  }

  public Member member() {
    return shown.get().identity().member();
  }

  /// What the link keeps up to date.
  public IdentityStore store() {
    return store;
  }

  /// From now on others are shown what this gives.
  ///
  /// @param identity the one that the link has renewed last
  public void follow(Supplier<MemberIdentity> identity) {
    renewed.set(identity);
  }

  /// What others are shown. Another object only when that has changed.
  public MemberCredentials credentials() {
    MemberIdentity now = renewed.get().get();
    return shown
        .updateAndGet(before -> before.identity().equals(now) ? before : Shown.of(now))
        .credentials();
  }
}
