package ai.altertable.launcher.confinement;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// The kernel refuses something that a wall needs.
final class WallRefused extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final Wall wall;

  WallRefused(Wall wall, @Nullable String reason, IOException cause) {
    super(reason, cause);
    this.wall = wall;
  }

  Wall wall() {
    return wall;
  }
}
