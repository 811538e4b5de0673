package ai.altertable.engine.instance;

import ai.altertable.engine.EngineConfig;
import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.Database;
import ai.altertable.engine.capi.DuckDb;
import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.engine.disk.FileTree;
import ai.altertable.engine.guard.EngineNames;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.catalog.MetadataServer;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.lifecycle.DataSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The instances of this worker. A spare one with its extensions loaded waits, so that a newcomer's
/// first statement is quick. Safe for use by several threads; its methods enter the engine, where
/// nothing else is said.
public final class Instances implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Instances.class);

  private static final Duration INTERRUPTING_MAX = Duration.ofSeconds(5);
  private static final long INTERRUPT_AGAIN_MILLIS = 20;

  /// Connections to the metadata server that all instances may keep open with the same role of a
  /// catalog: about a third of those that the platform allows a role. The others are for what runs
  /// and for open transactions.
  private static final int KEPT_CONNECTIONS_MAX = 56;

  static final int INSTANCES_MAX = KEPT_CONNECTIONS_MAX / InstanceSetup.METADATA_CONNECTIONS;

  /// What DuckLake says of a database that is new, to who may not write.
  private static final String NOT_INITIALIZED = "Existing DuckLake at metadata catalog";

  private record Spare(Database database, Connection control, Path spill) {
    void close() {
      control.close();
      database.close();
      FileTree.delete(spill);
    }
  }

  private final DuckDb duckDb;
  private final EngineConfig config;
  private final InstanceSetup setup;
  private final SpillDirectories spills;
  private final AtomicReference<@Nullable CompletableFuture<Spare>> spare = new AtomicReference<>();

  // Guarded by this.
  private final Map<InstanceKey, CompletableFuture<Instance>> open = new HashMap<>();

  /// Unsound ones, which their last session has yet to leave.
  private final Set<Instance> retired = new HashSet<>();

  private boolean closed;

  private Instances(DuckDb duckDb, EngineConfig config, SpillDirectories spills) {
    this.duckDb = duckDb;
    this.config = config;
    this.setup = new InstanceSetup(config);
    this.spills = spills;
  }

  /// None yet; what a killed worker has spilled is gone.
  public static Instances open(DuckDb duckDb, EngineConfig config) {
    return new Instances(duckDb, config, SpillDirectories.open(config.temporary()));
  }

  /// Prepares the spare instance.
  ///
  /// @return what each instance has by name
  /// @throws PlatformException when an extension is missing
  public EngineNames warmUp() {
    Spare first = makeSpare();
    EngineNames names = EngineNames.of(first.control());
    if (!spare.compareAndSet(null, CompletableFuture.completedFuture(first))) {
      first.close();
    }
    return names;
  }

  /// The instance for a key, opened if need be. The caller must [Instance#leave] it.
  ///
  /// @throws PlatformException TOO_MANY_SESSIONS when so many principals are at work that their
  ///   instances could take all connections of a role to the metadata server
  public Instance enter(InstanceKey key) {
    while (true) {
      CompletableFuture<Instance> mine = new CompletableFuture<>();
      makeRoom(key);
      CompletableFuture<Instance> present = register(key, mine);
      Instance instance = present == null ? openNow(key, mine) : await(present);
      if (instance.enter()) {
        return instance;
      }
      forget(key, present == null ? mine : present);
      retire(instance);
    }
  }

  private synchronized void retire(Instance instance) {
    if (instance.isUnsound() && !instance.isClosed() && retired.add(instance)) {
      LOG.error(
          "the engine has failed in a statement of principal {}; their sessions end, and they get a"
              + " new instance",
          instance.key().principal());
    }
  }

  private synchronized List<Instance> retired() {
    return List.copyOf(retired);
  }

  private synchronized void forgetRetired(Instance instance) {
    retired.remove(instance);
  }

  private void closeRetired() {
    for (Instance instance : retired()) {
      if (instance.closeIfIdle(0)) {
        forgetRetired(instance);
      }
    }
  }

  /// The instance for a key, if it is open: found without entering the engine. The caller must
  /// [Instance#leave] it.
  public Optional<Instance> enterOpen(InstanceKey key) {
    return present(key).filter(Instances::isLive).map(Future::resultNow).filter(Instance::enter);
  }

  private synchronized Optional<CompletableFuture<Instance>> present(InstanceKey key) {
    return Optional.ofNullable(open.get(key));
  }

  /// Closes the instance that nobody has used for longest when there is no room for another one.
  private void makeRoom(InstanceKey key) {
    closeRetired();
    for (Instance retired = retireFor(key); retired != null; retired = retireFor(key)) {
      retired.close();
    }
  }

  private synchronized @Nullable Instance retireFor(InstanceKey key) {
    if (open.size() + retired.size() < INSTANCES_MAX || open.containsKey(key)) {
      return null;
    }
    Instance oldest =
        live().stream()
            .sorted(Comparator.comparingLong(Instance::idleSinceNanos))
            .filter(instance -> instance.retireIfIdle(0))
            .findFirst()
            .orElseThrow(() ->
                new PlatformException(
                    ErrorCode.TOO_MANY_SESSIONS,
                    ("%d users are at work in this worker, which is the limit; try again when one of"
                            + " them has ended their sessions")
                        .formatted(open.size() + retired.size())));
    forget(oldest);
    return oldest;
  }

  /// Puts an opening under a key; gives the one that is there already.
  private synchronized @Nullable CompletableFuture<Instance> register(
      InstanceKey key, CompletableFuture<Instance> mine) {
    if (closed) {
      throw new PlatformException(ErrorCode.SHUTTING_DOWN, "the worker is shutting down");
    }
    return open.putIfAbsent(key, mine);
  }

  private static Instance await(CompletableFuture<Instance> opening) {
    try {
      return opening.join();
    } catch (CompletionException failure) {
      throw failure.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(failure.getCause());
    }
  }

  private Instance openNow(InstanceKey key, CompletableFuture<Instance> mine) {
    Instance instance;
    try {
      instance = make(key);
    } catch (RuntimeException | Error failure) {
      forget(key, mine);
      mine.completeExceptionally(failure);
      throw failure;
    }
    mine.complete(instance);
    share();
    return instance;
  }

  private Instance make(InstanceKey key) {
    Spare base = takeSpare();
    try {
      for (Attachment attachment : key.attachments()) {
        makeDirectory(Path.of(attachment.database().dataPath()));
        attach(base.control(), key.metadata(), attachment);
      }
      setup.lock(base.control(), key);
      return new Instance(key, base.database(), base.control(), base.spill());
    } catch (RuntimeException | Error failure) {
      base.close();
      throw failure;
    }
  }

  private void attach(Connection connection, MetadataServer metadata, Attachment attachment) {
    try {
      setup.attach(connection, metadata, attachment);
    } catch (DuckDbFailure failure) {
      if (attachment.writable() || !failure.text().contains(NOT_INITIALIZED)) {
        throw failure;
      }
      initialize(metadata, attachment.database());
      setup.attach(connection, metadata, attachment);
    }
  }

  /// Lets DuckLake make its tables, which a reader may not, in an instance that nobody uses.
  private void initialize(MetadataServer metadata, ManagedDatabase database) {
    Spare own = makeSpare();
    try {
      setup.attach(own.control(), metadata, new Attachment(database, Access.WRITE));
    } finally {
      own.close();
    }
  }

  private static void makeDirectory(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot create " + directory, failure);
    }
  }

  private Spare takeSpare() {
    CompletableFuture<Spare> waiting = spare.getAndSet(null);
    Spare taken = waiting == null ? makeSpare() : waiting.exceptionally(_ -> makeSpare()).join();
    CompletableFuture<Spare> next = new CompletableFuture<>();
    if (spare.compareAndSet(null, next)) {
      Thread.ofPlatform().daemon().name("engine-spare").start(() -> completeSpare(next));
    }
    return taken;
  }

  private void completeSpare(CompletableFuture<Spare> next) {
    try {
      next.complete(makeSpare());
    } catch (RuntimeException | Error failure) {
      LOG.warn("no spare instance could be prepared: {}", failure.getMessage());
      spare.compareAndSet(next, null);
      next.completeExceptionally(failure);
    }
  }

  private Spare makeSpare() {
    Path spill = spills.make();
    try {
      Database database = duckDb.open(":memory:", setup.options(spill));
      return makeSpare(database, spill);
    } catch (RuntimeException | Error failure) {
      FileTree.delete(spill);
      throw failure;
    }
  }

  private Spare makeSpare(Database database, Path spill) {
    try {
      return makeSpare(database, database.connect(), spill);
    } catch (RuntimeException | Error failure) {
      database.close();
      throw failure;
    }
  }

  private Spare makeSpare(Database database, Connection control, Path spill) {
    try {
      setup.prepare(control);
      return new Spare(database, control, spill);
    } catch (RuntimeException | Error failure) {
      control.close();
      throw failure;
    }
  }

  private synchronized void forget(InstanceKey key, CompletableFuture<Instance> future) {
    open.remove(key, future);
  }

  private synchronized List<Instance> live() {
    return open.values().stream().filter(Instances::isLive).map(CompletableFuture::join).toList();
  }

  private static boolean isLive(CompletableFuture<Instance> opening) {
    return opening.state() == Future.State.SUCCESS;
  }

  /// Gives each instance its equal part of the worker's memory and of the disk to spill to. One
  /// that uses more at the moment keeps what it had until the next time.
  private void share() {
    List<Instance> instances = live();
    if (instances.isEmpty()) {
      return;
    }
    DataSize memory = part(config.memory(), instances);
    DataSize disk = part(config.temporarySizeMax(), instances);
    for (Instance instance : instances) {
      unlessBusy(() -> instance.limitMemory(memory));
      unlessBusy(() -> instance.limitSpill(disk));
    }
  }

  /// What they use at the moment, without one that cannot say.
  public InstanceUse use() {
    return live().stream()
        .map(instance -> useOf(instance::use))
        .reduce(InstanceUse.NONE, InstanceUse::plus);
  }

  /// One that is about to close refuses every statement.
  static InstanceUse useOf(Supplier<InstanceUse> instance) {
    try {
      return instance.get();
    } catch (DuckDbFailure broken) {
      LOG.debug("an instance does not say what it uses: {}", broken.getMessage());
      return new InstanceUse(1, 0, 0);
    }
  }

  private static DataSize part(DataSize whole, List<Instance> instances) {
    return new DataSize(whole.bytes() / instances.size());
  }

  private static void unlessBusy(Runnable limiting) {
    try {
      limiting.run();
    } catch (DuckDbFailure busy) {
      LOG.debug("an instance keeps its memory or disk for now: {}", busy.getMessage());
    }
  }

  /// Closes the instances that nobody has used for a while. Called from time to time.
  public void closeIdle() {
    for (Instance instance : live()) {
      if (instance.isUnsound()) {
        forget(instance);
        retire(instance);
      } else if (instance.closeIfIdle(config.instanceIdle().toNanos())) {
        forget(instance);
      }
    }
    closeRetired();
    share();
  }

  private synchronized void forget(Instance instance) {
    open.values().removeIf(future -> isLive(future) && instance.equals(future.join()));
  }

  /// Waits until what runs has given up, but not for ever.
  private static void interrupt(List<Instance> instances) {
    long deadline = System.nanoTime() + INTERRUPTING_MAX.toNanos();
    try {
      while (instances.stream().filter(Instance::interrupt).count() > 0
          && System.nanoTime() - deadline < 0) {
        TimeUnit.MILLISECONDS.sleep(INTERRUPT_AGAIN_MILLIS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Cancels what still runs.
  @Override
  public void close() {
    List<Instance> instances;
    synchronized (this) {
      closed = true;
      instances = new ArrayList<>(live());
      instances.addAll(retired);
      open.clear();
      retired.clear();
    }
    interrupt(instances);
    instances.forEach(Instance::close);
    CompletableFuture<Spare> waiting = spare.getAndSet(null);
    if (waiting != null) {
      waiting.thenAccept(Spare::close).exceptionally(_ -> null).join();
    }
    spills.close();
  }
}
