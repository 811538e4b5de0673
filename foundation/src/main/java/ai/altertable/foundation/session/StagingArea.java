package ai.altertable.foundation.session;

import ai.altertable.foundation.identity.Principal;
import java.nio.file.Path;
import java.util.UUID;

/// Where files wait until they are loaded: each principal has a directory of its own, the only one
/// that its statements' engine may read.
///
/// @param root on this machine, of this worker alone
public record StagingArea(Path root) {
  public Path of(Principal principal) {
    return of(principal.id());
  }

  public Path of(UUID principal) {
    return root.resolve(principal.toString());
  }
}
