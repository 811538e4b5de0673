package ai.altertable.launcher.worker;

import ai.altertable.link.certificate.IdentityStore;
import ai.altertable.link.certificate.MemberIdentity;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// An identity that ends with its process.
final class MemoryIdentityStore implements IdentityStore {
  private final AtomicReference<@Nullable MemberIdentity> identity = new AtomicReference<>();

  @Override
  public Optional<MemberIdentity> load() {
    return Optional.ofNullable(identity.get());
  }

  @Override
  public void store(MemberIdentity fresh) {
    identity.set(fresh);
  }
}
