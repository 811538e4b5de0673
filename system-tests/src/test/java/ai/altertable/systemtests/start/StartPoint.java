package ai.altertable.systemtests.start;

import ai.altertable.systemtests.harness.Proc;
import ai.altertable.systemtests.harness.RunningServer;
import java.io.IOException;
import java.nio.file.Files;

/// How far a first start has come, in its order.
enum StartPoint {
  DIRECTORY_IS_MARKED,
  CLUSTER_IS_BEING_MADE,
  POSTGRES_RUNS,
  WORKER_STARTS,
  CREDENTIALS_ARE_SHOWN;

  boolean reachedBy(RunningServer server) {
    return switch (this) {
      case DIRECTORY_IS_MARKED -> !marker(server).isEmpty();
      case CLUSTER_IS_BEING_MADE ->
          server.processes().stream()
              .map(Proc::commandLine)
              .anyMatch(line -> line.contains("initdb"));
      case POSTGRES_RUNS -> server.findPostmaster().isPresent();
      case WORKER_STARTS -> server.findWorker().isPresent();
      case CREDENTIALS_ARE_SHOWN -> marker(server).contains("ready");
    };
  }

  private static String marker(RunningServer server) {
    try {
      return Files.readString(server.data().resolve("altertable.json"));
    } catch (IOException notYet) {
      return "";
    }
  }
}
