package ai.altertable.engine;

import ai.altertable.foundation.catalog.Catalogs;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.identity.ClientInterface;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.Principal;
import ai.altertable.foundation.lifecycle.Closer;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.foundation.session.Session;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.foundation.session.SessionRequest;
import ai.altertable.foundation.session.StagingArea;
import ai.altertable.testing.Answers;
import ai.altertable.testing.TestPostgres;
import ai.altertable.testing.TestRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// An engine over a lakehouse in a directory of a test, with metadata in a PostgreSQL of its own.
public final class TestEngine implements AutoCloseable {
  public static final String LAKE = "lake";
  public static final Environment ENVIRONMENT = new Environment(UUID.randomUUID(), "test");
  public static final Principal ADA = new Principal(UUID.randomUUID(), "ada");

  private final Closer closer;
  private final TestPostgres postgres;
  private final Path directory;
  private final Catalogs catalogs;
  private final DuckDbEngine engine;

  private TestEngine(
      Closer closer,
      TestPostgres postgres,
      Path directory,
      Catalogs catalogs,
      DuckDbEngine engine) {
    this.closer = closer;
    this.postgres = postgres;
    this.directory = directory;
    this.catalogs = catalogs;
    this.engine = engine;
  }

  public static TestEngine start(Path directory) {
    return start(directory, TransactionConfig.defaults());
  }

  /// @param transactions what open ones may hold from others
  public static TestEngine start(Path directory, TransactionConfig transactions) {
    return Closer.assemble(closer -> {
      TestPostgres postgres = closer.register(TestPostgres.start());
      ManagedDatabase lake = postgres.createLake(LAKE, directory.resolve("objects"));
      Catalogs catalogs = new Catalogs(postgres.metadata(), List.of(lake));
      DuckDbEngine engine =
          closer.register(
              DuckDbEngine.open(
                  with(
                      transactions,
                      Patience.DEFAULT,
                      config(directory, directory.resolve("objects"))),
                  () -> catalogs));
      return new TestEngine(closer, postgres, directory, catalogs, engine);
    });
  }

  /// A second engine over the same catalogs, as another worker has it. The caller closes it.
  public DuckDbEngine another() {
    return DuckDbEngine.open(
        config(directory.resolve("another"), directory.resolve("objects")), () -> catalogs);
  }

  private static EngineConfig with(
      TransactionConfig transactions, Patience patience, EngineConfig config) {
    return new EngineConfig(
        config.runtime(),
        config.extensions(),
        config.temporary(),
        config.staging(),
        config.objects(),
        config.threads(),
        config.memory(),
        config.temporarySizeMax(),
        config.sessionsMax(),
        config.sessionIdle(),
        transactions,
        config.instanceIdle(),
        patience);
  }

  /// A third one, which the last resort ends. The caller closes it.
  public DuckDbEngine impatient(Patience patience, LastResort lastResort) {
    EngineConfig config = config(directory.resolve("impatient"), directory.resolve("objects"));
    return DuckDbEngine.open(
        with(config.transactions(), patience, config),
        () -> catalogs,
        EngineEvents.NONE,
        lastResort);
  }

  private static EngineConfig config(Path directory, Path objects) {
    return config(directory, objects, DataSize.ofMebibytes(1024), DataSize.ofMebibytes(2048));
  }

  /// @param memory for all instances together
  /// @param spill on disk, for all instances together
  public static EngineConfig config(Path directory, Path objects, DataSize memory, DataSize spill) {
    return new EngineConfig(
        TestRuntime.directory(),
        TestRuntime.extensions(),
        directory.resolve("temporary"),
        directory.resolve("staging"),
        objects,
        2,
        memory,
        spill,
        100,
        Duration.ofMinutes(5),
        TransactionConfig.defaults(),
        Duration.ofMinutes(5),
        Patience.DEFAULT);
  }

  public DuckDbEngine engine() {
    return engine;
  }

  public TestPostgres postgres() {
    return postgres;
  }

  public ManagedDatabase lake() {
    return catalogs.databases().getFirst();
  }

  public Catalogs catalogs() {
    return catalogs;
  }

  /// Where files of [#ADA] wait.
  public Path staging() {
    return new StagingArea(directory.resolve("staging")).of(ADA);
  }

  public static SessionRequest request(Access access, Optional<SessionId> id, boolean keep) {
    return new SessionRequest(
        ADA,
        ENVIRONMENT,
        Map.of(LAKE, access),
        Optional.of(LAKE),
        Optional.empty(),
        Optional.empty(),
        ClientInterface.HTTP,
        "127.0.0.1",
        id,
        keep);
  }

  public Session open() {
    return engine.open(request(Access.WRITE, Optional.empty(), false));
  }

  /// The only value that a statement answers with, in a session of its own.
  public String value(String sql) {
    try (Session session = open()) {
      return Answers.value(session, sql);
    }
  }

  /// Runs statements in a session of their own.
  public void execute(String sql) {
    try (Session session = open()) {
      Answers.rows(session, sql);
    }
  }

  @Override
  public void close() {
    closer.close();
  }
}
