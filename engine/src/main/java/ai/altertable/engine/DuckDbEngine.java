package ai.altertable.engine;

import ai.altertable.engine.admission.AdmissionConfig;
import ai.altertable.engine.admission.AdmissionGate;
import ai.altertable.engine.capi.DuckDb;
import ai.altertable.engine.capi.NativeLibrary;
import ai.altertable.engine.guard.Guard;
import ai.altertable.engine.guard.QueryParser;
import ai.altertable.engine.instance.InstanceUse;
import ai.altertable.engine.instance.Instances;
import ai.altertable.engine.lakehouse.Lakehouse;
import ai.altertable.engine.session.CommitQueues;
import ai.altertable.engine.session.Drain;
import ai.altertable.engine.session.EngineServices;
import ai.altertable.engine.session.EngineSessions;
import ai.altertable.engine.session.EngineTimer;
import ai.altertable.engine.session.OpenSession;
import ai.altertable.engine.session.OpenTransactions;
import ai.altertable.engine.session.StuckStatements;
import ai.altertable.foundation.catalog.Catalogs;
import ai.altertable.foundation.lifecycle.Closer;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.foundation.session.Ending;
import ai.altertable.foundation.session.Session;
import ai.altertable.foundation.session.SessionFactory;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.foundation.session.SessionRequest;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.arrow.memory.RootAllocator;

/// DuckDB as the platform's engine. Safe for use by several threads.
public final class DuckDbEngine implements SessionFactory, AutoCloseable {
  private static final DataSize ANSWERS_MIN = DataSize.ofMebibytes(256);
  private static final int ANSWERS_PART = 4;

  /// Far more than may be let in: also statements that wait for their turn have a thread.
  private static final int STATEMENT_THREADS_MAX = 256;

  private final Closer closer;
  private final AdmissionGate gate;
  private final Drain drain;
  private final Instances instances;
  private final EngineSessions sessions;

  private DuckDbEngine(
      Closer closer,
      AdmissionGate gate,
      Drain drain,
      Instances instances,
      EngineSessions sessions) {
    this.drain = drain;
    this.closer = closer;
    this.gate = gate;
    this.instances = instances;
    this.sessions = sessions;
  }

  /// One whose events nobody counts, and that goes on whatever happens.
  public static DuckDbEngine open(EngineConfig config, Supplier<Catalogs> catalogs) {
    return open(config, catalogs, EngineEvents.NONE, LastResort.NONE);
  }

  /// Loads DuckDB and prepares for the first session.
  ///
  /// @param catalogs those of the environment at the moment; asked for each session that opens
  /// @param events counted by whoever looks after the worker
  /// @param lastResort ends this process when a statement cannot be ended
  /// @throws ai.altertable.foundation.error.PlatformException when an extension is missing
  public static DuckDbEngine open(
      EngineConfig config,
      Supplier<Catalogs> catalogs,
      EngineEvents events,
      LastResort lastResort) {
    return Closer.assemble(closer -> {
      DuckDb duckDb = DuckDb.load(NativeLibrary.unpack(config.runtime()));
      RootAllocator allocator = closer.register(new RootAllocator(answersMax(config.memory())));
      EngineTimer timer = closer.register(new EngineTimer());
      EngineThreads threads = closer.register(new EngineThreads(STATEMENT_THREADS_MAX));
      AdmissionGate gate = new AdmissionGate(AdmissionConfig.of(config.threads()));
      Lakehouse lakehouse = closer.register(Lakehouse.open(config.objects(), events));
      Instances instances = closer.register(Instances.open(duckDb, config));
      QueryParser parser = closer.register(QueryParser.open(duckDb));
      Guard guard = Guard.of(instances.warmUp(), threads, parser);
      Drain drain = new Drain();
      EngineServices services =
          new EngineServices(
              config,
              guard,
              threads,
              gate,
              timer,
              new StuckStatements(timer, config.patience().stopping(), lastResort),
              lakehouse,
              events,
              drain,
              new CommitQueues(),
              new OpenTransactions(config.transactions()),
              allocator);
      EngineSessions sessions = closer.register(new EngineSessions(services, instances, catalogs));
      sessions.start();
      return new DuckDbEngine(closer, gate, drain, instances, sessions);
    });
  }

  /// What the batches of all answers may take together, beside the memory of the instances: the
  /// largest row and a few dozen answers on their way must fit also on a small machine.
  private static long answersMax(DataSize memory) {
    return Math.max(ANSWERS_MIN.bytes(), memory.bytes() / ANSWERS_PART);
  }

  @Override
  public Session open(SessionRequest request) {
    return sessions.open(request);
  }

  @Override
  public boolean has(UUID environment, UUID principal, SessionId session) {
    return sessions.has(environment, principal, session);
  }

  @Override
  public void endAll(UUID principal) {
    sessions.endAll(principal);
  }

  /// Lets no statement begin any more, or again all. What has begun goes on: the rest of its text,
  /// and of its session's transaction. What waits to be let in is told at once, as is who comes:
  /// WORKER_DRAINING.
  public void drain(boolean on) {
    sessions.drain(on);
  }

  public boolean isDraining() {
    return drain.isOn();
  }

  /// Stops and ends all sessions.
  public void endAll(Ending why) {
    sessions.endAll(why);
  }

  /// The sessions at the moment.
  public List<OpenSession> openSessions() {
    return sessions.list();
  }

  /// Ends a session: stops what it does, or closes it where it is kept.
  ///
  /// @return false when there is none of this id
  public boolean endSession(UUID principal, SessionId id, Ending why) {
    return sessions.end(principal, id, why);
  }

  /// How it is at the moment.
  public EngineFigures figures() {
    return new EngineFigures(drain.isOn(), gate.occupancy(), sessions.count());
  }

  /// What the instances use at the moment. Asks each, which takes about a millisecond, and longer
  /// where its limits are being changed; on a platform thread.
  public InstanceUse instanceUse() {
    return instances.use();
  }

  @Override
  public void close() {
    closer.close();
  }
}
