package ai.altertable.engine.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.engine.EngineConfig;
import ai.altertable.engine.TestEngine;
import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.engine.capi.NativeResult;
import ai.altertable.engine.capi.NativeStatement;
import ai.altertable.engine.capi.Pending;
import ai.altertable.engine.capi.TestDuckDb;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Several principals' instances in one worker.
@Timeout(120)
class InstancesTest {
  private static final ConnectionContext CONTEXT =
      new ConnectionContext("lake", "main", ZoneId.of("Etc/UTC"));
  private static final DataSize MUCH_DISK = DataSize.ofMebibytes(4096);

  /// Holds a hash table of 130 MB that cannot be spilled, as long as its rows are open.
  private static final String HOARDING =
      """
      SELECT a.i FROM range(100000000) a(i)
      JOIN (SELECT hash(i) % 10 AS h, i AS k FROM range(4000000) t(i)) b ON a.i = b.k\
      """;

  @TempDir private Path directory;
  private ManagedDatabase lake = TestPostgres.shared().createLake("lake", Path.of("unused"));

  @BeforeEach
  void createLake() {
    lake = TestPostgres.shared().createLake("lake", directory.resolve("objects"));
  }

  private Instances open(DataSize memory, DataSize disk) {
    return Instances.open(
        TestDuckDb.loaded(),
        TestEngine.config(directory, directory.resolve("objects"), memory, disk));
  }

  private InstanceKey somebody() {
    return new InstanceKey(
        TestEngine.ENVIRONMENT.id(),
        UUID.randomUUID(),
        TestPostgres.shared().metadata(),
        List.of(new Attachment(lake, Access.WRITE)));
  }

  @Test
  void instanceThatCannotSayWhatItUsesIsCountedWithoutIt() {
    InstanceUse broken =
        Instances.useOf(() -> {
          throw DuckDbFailure.of("FATAL Error: database has been invalidated");
        });

    assertThat(new InstanceUse(2, 30, 4).plus(broken)).isEqualTo(new InstanceUse(3, 30, 4));
  }

  @Test
  void readerMayBeTheFirstToUseADatabase() {
    try (Instances instances = open(DataSize.ofMebibytes(512), MUCH_DISK)) {
      Instance reading =
          instances.enter(
              new InstanceKey(
                  TestEngine.ENVIRONMENT.id(),
                  UUID.randomUUID(),
                  TestPostgres.shared().metadata(),
                  List.of(new Attachment(lake, Access.READ))));
      PooledConnection connection = reading.borrow(CONTEXT);
      assertThat(
              connection
                  .connection()
                  .query("SELECT count(*) FROM (SHOW TABLES)")
                  .getFirst()
                  .integer(0))
          .isZero();
      assertThatThrownBy(() -> connection.connection().execute("CREATE TABLE t(i INTEGER)"))
          .hasMessageContaining("read-only");
      reading.giveBack(connection, true);
      reading.leave();
    }
  }

  @Test
  void severalPrincipalsMayBeTheFirstToUseADatabase() throws Exception {
    try (Instances instances = open(DataSize.ofMebibytes(512), MUCH_DISK);
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 3; round++) {
        createLake();
        List<Callable<Instance>> first =
            Stream.generate(this::somebody)
                .limit(4)
                .<Callable<Instance>>map(key -> () -> instances.enter(key))
                .toList();
        for (Future<Instance> entered : threads.invokeAll(first)) {
          entered.get().leave();
        }
      }
    }
  }

  @Test
  void twoPrincipalsThatSpillAtTheSameTimeGetTheirOwnRows() throws Exception {
    try (Instances instances = open(DataSize.ofMebibytes(160), MUCH_DISK);
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Instance> both = List.of(instances.enter(somebody()), instances.enter(somebody()));
      List<Callable<String>> sorts =
          List.of(() -> sort(both.get(0), 1), () -> sort(both.get(1), 2));
      List<String> answers = threads.invokeAll(sorts).stream().map(Future::resultNow).toList();

      assertThat(answers)
          .containsExactly(
              "1500000 rows, 1500000 texts, of 1 to 1", "1500000 rows, 1500000 texts, of 2 to 2");
      assertThat(spilled()).as("files that were spilled to, or the test shows nothing").isNotZero();
      both.forEach(Instance::leave);
    }
    assertThat(spilled()).isZero();
  }

  /// The rows stay on disk as long as the connection is open, which its instance closes.
  private static String sort(Instance instance, int who) {
    PooledConnection connection = instance.borrow(CONTEXT);
    connection
        .connection()
        .execute(
            """
            CREATE TEMP TABLE t AS
            SELECT (i * 2654435761) %% 4294967291 AS a, %d AS who,
              repeat(chr(97 + (i %% 26)::INTEGER), 20) || i AS s
            FROM range(1500000) x(i)\
            """
                .formatted(who));
    String answer =
        connection
            .connection()
            .query(
                """
                SELECT format('{} rows, {} texts, of {} to {}',
                  count(*), count(DISTINCT s), min(who), max(who))
                FROM (SELECT * FROM t ORDER BY a)\
                """)
            .getFirst()
            .text(0);
    instance.giveBack(connection, true);
    return answer;
  }

  private long spilled() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("temporary"))) {
      return files.filter(Files::isRegularFile).filter(InstancesTest::isSpilled).count();
    }
  }

  private static boolean isSpilled(Path file) {
    return file.getFileName().toString().startsWith("duckdb_temp");
  }

  @Test
  void instancesThatHaveFailedLeaveTheirRoomToOthers() {
    try (Instances instances = open(DataSize.ofMebibytes(512), MUCH_DISK)) {
      for (int i = 0; i < Instances.INSTANCES_MAX; i++) {
        Instance failing = instances.enter(somebody());
        PooledConnection connection = failing.borrow(CONTEXT);
        TestDuckDb.failInside(connection.connection());
        instances.closeIdle();
        assertThat(failing.isClosed()).as("while it is used").isFalse();
        failing.giveBack(connection, true);
        failing.leave();
      }
      instances.closeIdle();
      instances.closeIdle();
      instances.enter(somebody()).leave();
      assertThat(instances.use().instances()).isEqualTo(1);
    }
  }

  @Test
  void newcomerIsServedWhenAnotherOneCannotGiveMemoryUp() {
    try (Instances instances = open(DataSize.ofMebibytes(200), MUCH_DISK)) {
      Instance busy = instances.enter(somebody());
      PooledConnection connection = busy.borrow(CONTEXT);
      Instance newcomer;
      try (NativeStatement hoarding = connection.connection().prepare(HOARDING);
          Pending pending = hoarding.pendingStreaming();
          NativeResult rows = pending.result()) {
        assertThat(rows.fetch()).isNotNull();
        assertThatThrownBy(() -> busy.limitMemory(DataSize.ofMebibytes(100)))
            .isInstanceOf(DuckDbFailure.class);
        newcomer = instances.enter(somebody());
        assertThat(limit(newcomer)).isEqualTo("100.0 MiB");
      }
      instances.closeIdle();
      assertThat(limit(busy)).isEqualTo("100.0 MiB");
      busy.giveBack(connection, true);
      busy.leave();
      newcomer.leave();
    }
  }

  private static String limit(Instance instance) {
    PooledConnection connection = instance.borrow(CONTEXT);
    try {
      return connection
          .connection()
          .query("SELECT current_setting('memory_limit')")
          .getFirst()
          .text(0);
    } finally {
      instance.giveBack(connection, true);
    }
  }

  @Test
  void newcomerBeyondTheLimitTakesTheRoomOfTheLongestIdle() {
    try (Instances instances = open(DataSize.ofMebibytes(1024), MUCH_DISK)) {
      List<Instance> all =
          Stream.generate(this::somebody)
              .limit(Instances.INSTANCES_MAX)
              .map(instances::enter)
              .toList();
      InstanceKey newcomer = somebody();
      assertThatExceptionOfType(PlatformException.class)
          .isThrownBy(() -> instances.enter(newcomer))
          .withMessageContaining("14 users are at work in this worker, which is the limit")
          .extracting(PlatformException::code)
          .isEqualTo(ErrorCode.TOO_MANY_SESSIONS);
      instances.enter(all.getFirst().key()).leave();

      all.get(3).leave();
      all.get(1).leave();
      assertThat(instances.enter(newcomer).key()).isEqualTo(newcomer);
      assertThat(instances.enterOpen(all.get(3).key())).isEmpty();
      assertThat(instances.enterOpen(all.get(1).key())).contains(all.get(1));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void instancesThatCannotBePreparedLeaveNothingBehind() throws IOException {
    EngineConfig good =
        TestEngine.config(
            directory, directory.resolve("objects"), DataSize.ofMebibytes(200), MUCH_DISK);
    EngineConfig withoutExtensions =
        new EngineConfig(
            good.runtime(),
            directory.resolve("nothing"),
            good.temporary(),
            good.staging(),
            good.objects(),
            good.threads(),
            good.memory(),
            good.temporarySizeMax(),
            good.sessionsMax(),
            good.sessionIdle(),
            good.transactions(),
            good.instanceIdle(),
            good.patience());
    try (Instances instances = Instances.open(TestDuckDb.loaded(), withoutExtensions)) {
      long before = threads();
      for (int i = 0; i < 30; i++) {
        assertThatThrownBy(instances::warmUp).hasMessageContaining("is missing from");
      }
      assertThat(threads() - before).as("threads of the databases").isLessThan(10);
      try (Stream<Path> left = Files.walk(good.temporary())) {
        assertThat(left.filter(path -> path.endsWith("1"))).isEmpty();
      }
    }
  }

  private static long threads() throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      return tasks.count();
    }
  }

  @Test
  void instancesShareTheDiskToSpillTo() {
    try (Instances instances = open(DataSize.ofMebibytes(200), DataSize.ofMebibytes(800))) {
      List<Instance> both = List.of(instances.enter(somebody()), instances.enter(somebody()));
      for (Instance instance : both) {
        PooledConnection connection = instance.borrow(CONTEXT);
        assertThat(
                connection
                    .connection()
                    .query("SELECT current_setting('max_temp_directory_size')")
                    .getFirst()
                    .text(0))
            .isEqualTo("400.0 MiB");
        instance.giveBack(connection, true);
        instance.leave();
      }
    }
  }
}
