package ai.altertable.launcher.postgres;

import ai.altertable.launcher.check.Check;
import ai.altertable.launcher.check.Finding;
import ai.altertable.launcher.process.Executables;
import ai.altertable.launcher.process.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// PostgreSQL's programs: whether they run on this machine, and for this user.
///
/// @param runtime where they are unpacked
public record PostgresProgramsCheck(Path runtime) implements Check {
  @Override
  public String name() {
    return "postgresql programs";
  }

  @Override
  public Finding look() throws IOException {
    Unprivileged unprivileged = Unprivileged.forThisUser(Executables.ofThisProcess());
    Optional<PostgresInstallation> installation =
        PostgresInstallation.find(runtime, Machine.current());
    if (installation.isEmpty()) {
      return new Finding.Fine("The first start unpacks them into " + runtime + ".");
    }
    unprivileged.requireAccess(installation.get().directory());
    return new Finding.Fine(
        "PostgreSQL %d in %s runs."
            .formatted(installation.get().major(), installation.get().directory()));
  }
}
