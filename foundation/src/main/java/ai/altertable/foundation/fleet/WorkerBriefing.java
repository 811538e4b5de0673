package ai.altertable.foundation.fleet;

import ai.altertable.foundation.catalog.Catalogs;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.GrantKeys;
import ai.altertable.foundation.identity.Revocation;
import java.util.List;

/// What a worker has to know beside its own settings.
///
/// @param environment the one that it serves; never another one
/// @param signers whose grants it believes
/// @param revocations what was granted to principals before counts no more; those that are left out
///   stay as they were
public record WorkerBriefing(
    Environment environment,
    Catalogs catalogs,
    List<GrantKeys.Key> signers,
    List<Revocation> revocations) {
  public WorkerBriefing {
    signers = List.copyOf(signers);
    revocations = List.copyOf(revocations);
  }
}
