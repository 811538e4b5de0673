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

/// Whether one worker is to let nothing new begin, and what it says of that. A worker that starts
/// again is told again. Safe for use by several threads.
public final class DrainedWorker {
  private static final Logger LOG = LoggerFactory.getLogger(DrainedWorker.class);
  private static final String PATH = "/platform/drain";

  private final WorkerLink worker;

  // Written under this, so that the worker hears of changes in their order.
  private volatile boolean draining;
  private boolean forGood;

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

  /// @throws PlatformException WORKER_UNAVAILABLE when the worker could not be told: order it
  ///   again, or wait until it has started again; SHUTTING_DOWN when it [#drainForGood]s
  synchronized void set(boolean on) {
    if (forGood) {
      throw new PlatformException(ErrorCode.SHUTTING_DOWN, "the server is about to end");
    }
    draining = on;
    tell(on);
  }

  /// The server ends; may be called again until the worker has heard.
  ///
  /// @throws PlatformException WORKER_UNAVAILABLE when the worker could not be told
  synchronized void drainForGood() {
    forGood = true;
    draining = true;
    tell(true);
  }

  /// The worker has started, and knows nothing yet.
  public synchronized void up() {
    if (draining) {
      try {
        tell(true);
      } catch (PlatformException failure) {
        LOG.warn("worker {} does not hear that it is to drain: {}", slug(), failure.logLine());
      }
    }
  }

  private void tell(boolean on) {
    String order = JsonNodeFactory.instance.objectNode().put("draining", on).toString();
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
