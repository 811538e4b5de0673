package ai.altertable.link.certificate;

import java.util.Optional;

/// Where a member keeps its identity, so that it need not enrol again. One thread at a time uses
/// it.
public interface IdentityStore {
  /// @throws IllegalStateException when there is one that cannot be read, saying why
  Optional<MemberIdentity> load();

  /// In place of the one before; returns when it is durable.
  void store(MemberIdentity identity);
}
