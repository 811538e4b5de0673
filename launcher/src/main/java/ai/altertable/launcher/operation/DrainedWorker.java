package ai.altertable.launcher.operation;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.launcher.admin.AdminClient;
import ai.altertable.launcher.worker.WorkerLink;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A hosted worker that lets nothing new begin as the server ends, and what it says of that. One
/// that starts again is told again. Safe for use by several threads.
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

  /// Whether the server has begun to end.
  public boolean isOn() {
    return draining;
  }

  /// The server ends; may be called again until the worker has heard.
  ///
  /// @throws PlatformException WORKER_UNAVAILABLE when the worker could not be told
  synchronized void drainForGood() {
    draining = true;
    tell();
  }

  /// The worker has started, and knows nothing yet.
  public synchronized void up() {
    if (draining) {
      try {
        tell();
      } catch (PlatformException failure) {
        LOG.warn("worker {} does not hear that it is to drain: {}", slug(), failure.logLine());
      }
    }
  }

  private void tell() {
    String order = JsonNodeFactory.instance.objectNode().put("draining", true).toString();
    try {
      var _ = AdminClient.result(worker.post(PATH, order));
    } catch (IOException failure) {
      throw unavailable(failure);
    }
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

  /// How many requests and transactions are under way; empty when the worker does not say: it may
  /// have ended, or be too busy to.
  OptionalInt busy() {
    try {
      JsonNode state = state();
      return OptionalInt.of(state.path("running").asInt() + state.path("transactions").asInt());
    } catch (PlatformException silent) {
      LOG.debug("worker {} does not say what runs: {}", slug(), silent.clientMessage());
      return OptionalInt.empty();
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
