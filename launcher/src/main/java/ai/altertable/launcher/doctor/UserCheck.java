package ai.altertable.launcher.doctor;

import ai.altertable.launcher.check.Check;
import ai.altertable.launcher.check.Finding;
import com.sun.security.auth.module.UnixSystem;

/// Who runs this.
///
/// @param id the user's number
/// @param user the user's name
record UserCheck(long id, String user) implements Check {
  static UserCheck ofThisProcess() {
    UnixSystem system = new UnixSystem();
    return new UserCheck(system.getUid(), String.valueOf(system.getUsername()));
  }

  @Override
  public String name() {
    return "user";
  }

  @Override
  public Finding look() {
    return id == 0
        ? new Finding.Warning(
            "The server would run as root.",
            "Give the data directory to a user of its own, and start as that user"
                + " (docs/how-to/run-without-root.md).")
        : new Finding.Fine("This runs as %s (%d).".formatted(user, id));
  }
}
