package ai.altertable.launcher.operation;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.launcher.admin.AdminClient;
import ai.altertable.launcher.worker.WorkerLink;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether one worker is to let nothing new begin, and what it says of that. A worker that starts
/// again is told again. Safe for use by several threads.
public final class DrainedWorker {
  private static final Logger LOG = LoggerFactory.getLogger(DrainedWorker.class);
  private static final String PATH = "/platform/drain";

  private final WorkerLink worker;
  private volatile boolean draining;

  public DrainedWorker(WorkerLink worker) {
    this.worker = worker;
  }

  String slug() {
    return worker.slug();
  }

  /// Whether it is to let nothing new begin.
  public boolean isOn() {
    return draining;
  }

  /// @throws PlatformException WORKER_UNAVAILABLE when the worker could not be told: it is as soon
  ///   as it is up again
  void set(boolean on) {
    draining = on;
    try {
      tell(on);
    } catch (IOException failure) {
      throw unavailable(failure);
    }
  }

  /// The worker has started, and knows nothing yet.
  public void up() {
    if (draining) {
      try {
        tell(true);
      } catch (IOException failure) {
        LOG.warn("worker {} cannot be told to drain: {}", slug(), failure.getMessage());
      }
    }
  }

  private void tell(boolean on) throws IOException {
    String order = JsonNodeFactory.instance.objectNode().put("draining", on).toString();
    var _ = AdminClient.result(worker.post(PATH, order));
  }

  /// As the worker says: `{"draining": …, "running": …, "transactions": …}`.
  ///
  /// @throws PlatformException WORKER_UNAVAILABLE
  JsonNode state() {
    try {
      return AdminClient.result(worker.get(PATH));
    } catch (IOException failure) {
      throw unavailable(failure);
    }
  }

  /// How many queries, uploads and transactions are under way; none at a worker that cannot say, as
  /// that one is gone.
  int busy() {
    try {
      JsonNode state = state();
      return state.path("running").asInt() + state.path("transactions").asInt();
    } catch (PlatformException gone) {
      LOG.info("worker {} does not say what runs: {}", slug(), gone.clientMessage());
      return 0;
    }
  }

  /// Ends all that is under way.
  void endEverything() {
    try {
      var _ = AdminClient.result(worker.post("/platform/end", "{}"));
    } catch (IOException | PlatformException failure) {
      LOG.warn("worker {} cannot be told to end: {}", slug(), failure.getMessage());
    }
  }

  private PlatformException unavailable(IOException failure) {
    return new PlatformException(
        ErrorCode.WORKER_UNAVAILABLE,
        "worker %s cannot be asked: %s".formatted(slug(), failure.getMessage()),
        failure);
  }
}
