package ai.altertable.launcher.doctor;

import ai.altertable.foundation.error.PlatformException;
import ai.altertable.launcher.admin.AdminClient;
import ai.altertable.launcher.check.Check;
import ai.altertable.launcher.check.Finding;
import ai.altertable.launcher.datadir.DataDirectory;
import ai.altertable.launcher.datadir.SocketDirectory;
import ai.altertable.launcher.server.ServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// A server that runs on the data directory: whether it takes orders, whether its worker answers,
/// and whether clients are answered.
record ServerCheck(ServerConfig.Http http, Path data) implements Check {
  @Override
  public String name() {
    return "server";
  }

  @Override
  public Finding look() throws IOException {
    Optional<Long> pid = DataDirectory.user(data);
    if (pid.isEmpty()) {
      return new Finding.Fine("No server uses " + data + ".");
    }
    String server = "The server, process " + pid.get() + ", ";
    SocketDirectory sockets = SocketDirectory.of(data.toRealPath());
    Optional<AdminClient> running = AdminClient.find(sockets);
    if (running.isEmpty()) {
      return new Finding.Problem(
          server + "takes no orders.",
          "It starts or ends at the moment; if that lasts, see logs/server.log.");
    }
    if (!workersAnswer(running.get())) {
      return new Finding.Problem(
          server + "runs, but its worker does not answer.",
          "See docs/runbooks/worker-keeps-dying.md.");
    }
    return http.port() == 0
        ? new Finding.Fine(server + "takes orders, and its worker answers.")
        : clients(server);
  }

  private static boolean workersAnswer(AdminClient server) {
    try {
      return !server.get("/workers").isEmpty();
    } catch (PlatformException silent) {
      return false;
    }
  }

  private Finding clients(String server) {
    PublicStatus status = new PublicStatus(http);
    try {
      int health = status.of("/health");
      int ready = status.of("/ready");
      return health == 200 && ready == 200
          ? new Finding.Fine(server + "takes orders, its worker answers, and clients are answered.")
          : new Finding.Problem(
              "%sanswers clients with %d for /health and %d for /ready."
                  .formatted(server, health, ready),
              "Ask it: what /ready answers says what is missing.");
    } catch (IOException refused) {
      return new Finding.Problem(
          "%sdoes not answer clients on port %d: %s."
              .formatted(server, http.port(), refused.getMessage()),
          "Give this command the settings that the server was started with.");
    }
  }
}
