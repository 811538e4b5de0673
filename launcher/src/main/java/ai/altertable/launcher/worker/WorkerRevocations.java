package ai.altertable.launcher.worker;

import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.identity.Revocation;
import ai.altertable.foundation.identity.RevocationsCodec;
import ai.altertable.launcher.process.UnixHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells one worker of revocations, each until the worker has said that it knows: a worker that
/// does not answer is asked again and again, and one that starts is told all of them before it gets
/// its first request.
///
/// Keeps one number for each user that has changed since the server started. Safe for use by
/// several threads; talks to the worker on a thread of its own.
public final class WorkerRevocations implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerRevocations.class);
  private static final String PATH = "/platform/revocations";
  private static final int AT_ONCE_MAX = 1_000;
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);

  private final UnixHttp worker;
  private final Supplier<String> grant;
  private final Thread thread;

  /// All that there were, and those that this worker has not confirmed: the revision from which on
  /// a principal's grants count. Guarded by this.
  private final Map<UUID, Long> all = new HashMap<>();

  private final Map<UUID, Long> unconfirmed = new HashMap<>();
  private boolean up;
  private boolean closed;

  /// @param grant a signed one of the server itself, for this worker
  public WorkerRevocations(UnixHttp worker, Supplier<String> grant) {
    this.worker = worker;
    this.grant = grant;
    this.thread = Thread.ofVirtual().name("worker-revocations").start(this::run);
  }

  /// Returns at once.
  public synchronized void add(Revocation revocation) {
    all.merge(revocation.principal(), revocation.revision(), Math::max);
    unconfirmed.merge(revocation.principal(), revocation.revision(), Math::max);
    notifyAll();
  }

  /// The worker has started, and knows nothing yet. Returns when it knows all, or could not be
  /// told; then it is told as soon as it can be.
  public void up() {
    synchronized (this) {
      unconfirmed.putAll(all);
      up = true;
    }
    try {
      tellAll();
    } catch (IOException failure) {
      LOG.warn("the new worker cannot be told of revocations yet: {}", failure.getMessage());
    }
    synchronized (this) {
      notifyAll();
    }
  }

  /// The worker is gone, and its sessions with it.
  public synchronized void down() {
    up = false;
  }

  private void run() {
    try {
      while (awaitWork()) {
        try {
          tellAll();
        } catch (IOException failure) {
          LOG.debug("the worker cannot be told of revocations: {}", failure.getMessage());
          Thread.sleep(BETWEEN_ATTEMPTS);
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean awaitWork() throws InterruptedException {
    while (!closed && (!up || unconfirmed.isEmpty())) {
      wait();
    }
    return !closed;
  }

  private void tellAll() throws IOException {
    for (List<Revocation> next = next(); !next.isEmpty(); next = next()) {
      UnixHttp.Answer answer =
          worker.post(PATH, Map.of(Grant.HEADER, grant.get()), RevocationsCodec.encode(next));
      if (answer.status() != 200) {
        throw new IOException("it answers " + answer.status());
      }
      confirm(next);
    }
  }

  private synchronized List<Revocation> next() {
    List<Revocation> next = new ArrayList<>();
    unconfirmed.forEach((principal, revision) -> {
      if (next.size() < AT_ONCE_MAX) {
        next.add(new Revocation(principal, revision));
      }
    });
    return next;
  }

  /// A later revision that has come meanwhile stays.
  private synchronized void confirm(List<Revocation> told) {
    told.forEach(one -> unconfirmed.remove(one.principal(), one.revision()));
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    thread.interrupt();
  }
}
