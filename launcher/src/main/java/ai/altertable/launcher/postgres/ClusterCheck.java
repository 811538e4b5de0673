package ai.altertable.launcher.postgres;

import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.launcher.check.Check;
import ai.altertable.launcher.check.Finding;
import ai.altertable.launcher.datadir.Layout;
import ai.altertable.launcher.process.Executables;
import ai.altertable.launcher.process.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// PostgreSQL's own data directory, as a start would judge it.
///
/// @param data the server's data directory
/// @param runtime where PostgreSQL's programs are
public record ClusterCheck(Path data, Path runtime) implements Check {
  @Override
  public String name() {
    return "postgresql cluster";
  }

  @Override
  public Finding look() throws IOException {
    Path home = data.resolve(Layout.POSTGRES);
    if (!Files.isDirectory(home)) {
      return new Finding.Fine("The first start makes it in " + home + ".");
    }
    Cluster cluster = new Cluster(home.toRealPath().resolve(Cluster.NAME));
    if (!cluster.exists()) {
      DiskSpace.require(home, ClusterCreation.NEEDED, "a new PostgreSQL cluster");
      return new Finding.Fine("The first start makes it in " + home + ".");
    }
    Optional<PostgresInstallation> programs = PostgresInstallation.find(runtime, Machine.current());
    if (programs.isPresent()) {
      cluster.requireUsable(programs.get().major());
    }
    Unprivileged.forThisUser(Executables.ofThisProcess()).requireAccess(home);
    Secret password = SuperuserPassword.in(data.resolve(Layout.KEYS)).read(cluster);
    return password.value().isEmpty()
        ? new Finding.Problem(
            "The password of the PostgreSQL cluster is empty.",
            "Restore keys/ from the backup that the cluster belongs to.")
        : new Finding.Fine(cluster.directory() + " is whole.");
  }
}
