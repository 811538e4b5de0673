package ai.altertable.engine.guard;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.engine.TestEngine;
import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.engine.capi.NativeResult;
import ai.altertable.engine.capi.NativeStatement;
import ai.altertable.engine.capi.Pending;
import ai.altertable.engine.capi.TestDuckDb;
import ai.altertable.engine.instance.Attachment;
import ai.altertable.engine.instance.ConnectionContext;
import ai.altertable.engine.instance.Instance;
import ai.altertable.engine.instance.InstanceKey;
import ai.altertable.engine.instance.Instances;
import ai.altertable.engine.instance.PooledConnection;
import ai.altertable.engine.lexer.Statements;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.foundation.session.StagingArea;
import ai.altertable.foundation.session.Statement;
import ai.altertable.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A principal's instance with the guard taken away: what its own walls hold (docs/adr/0007 has the
/// table). Nothing outside of its own directories is read, written or told of, whatever is said.
@Timeout(600)
class SandboxTest {
  private static final int ESCAPES = Boolean.getBoolean("slow") ? 40_000 : 4_000;

  /// What the instance does not hold by itself and this process would not survive, or wait for:
  /// functions that take pointers, logging into a file, profiles on the standard output, catalogs
  /// that are taken away or changed behind the engine's back.
  private static final Pattern DEADLY =
      Pattern.compile(
          "arrow_scan|profil|seq_scan|__internal|variant_bytes|enable_logging|verif|detach|"
              + "(drop|insert|delete|update|merge|alter|truncate)[^;]*__ducklake_metadata",
          Pattern.DOTALL);

  private static final ConnectionContext CONTEXT =
      new ConnectionContext(TestEngine.LAKE, "main", ZoneId.of("Etc/UTC"));

  @TempDir private Path directory;

  @Test
  void instanceAloneHoldsWhatIsOutsideOfItsDirectories() throws IOException {
    long seed = Long.getLong("altertable.seed", 20_261_125);
    TestPostgres postgres = TestPostgres.shared();
    Path objects = directory.resolve("objects");
    ManagedDatabase lake = postgres.createLake(TestEngine.LAKE, objects);
    ManagedDatabase other = postgres.createLake("other", objects);
    InstanceKey key =
        new InstanceKey(
            TestEngine.ENVIRONMENT.id(),
            TestEngine.ADA.id(),
            postgres.metadata(),
            List.of(new Attachment(lake, Access.WRITE)));
    try (Canaries canaries = new Canaries();
        Instances instances =
            Instances.open(
                TestDuckDb.loaded(),
                TestEngine.config(
                    directory, objects, DataSize.ofMebibytes(512), DataSize.ofMebibytes(512)))) {
      List<String> directories =
          List.of(
              canaries.into(Path.of(other.dataPath())),
              canaries.into(new StagingArea(directory.resolve("staging")).of(UUID.randomUUID())),
              canaries.into(directory.resolve("elsewhere")));
      canaries.watch();
      Instance instance = instances.enter(key);
      Attack attack = new Attack(instance, canaries, seed);
      for (SqlCorpus.Forbidden forbidden : SqlCorpus.forbidden()) {
        if (forbidden.rule().equals("network")) {
          continue;
        }
        attack.with(forbidden.sql().replace("'x.", "'" + directories.getFirst() + "secret."));
      }
      Escapes escapes =
          // Those of the PostgreSQL extension are the guard's alone to refuse.
          new Escapes(
              new Random(seed),
              directories,
              canaries.port(),
              relation -> !relation.contains("postgres"));
      for (int i = 0; i < ESCAPES; i++) {
        attack.with(escapes.next());
      }
      assertThat(canaries.changes()).as("files, seed %d", seed).isEmpty();
      assertThat(attack.held).as("refused by the instance itself").isGreaterThan(ESCAPES / 4);
      instance.leave();
    }
  }

  /// Statements on connections of one instance, a new one each time that the last one may have been
  /// changed much.
  private static final class Attack {
    private static final int SAME_CONNECTION = 50;

    private final Instance instance;
    private final Canaries canaries;
    private final long seed;
    private int held;
    private int said;
    private PooledConnection connection;

    Attack(Instance instance, Canaries canaries, long seed) {
      this.instance = instance;
      this.canaries = canaries;
      this.seed = seed;
      this.connection = instance.borrow(CONTEXT);
    }

    void with(String text) {
      String lower = text.toLowerCase(Locale.ROOT);
      if (DEADLY.matcher(lower).find()) {
        return;
      }
      if (said++ % SAME_CONNECTION == 0) {
        instance.giveBack(connection, false);
        connection = instance.borrow(CONTEXT);
      }
      for (Statement statement : Statements.split(text)) {
        run(statement.text());
      }
      connection.connection().rollBack();
      assertThat(canaries.reached()).as("seed %d, %s", seed, text).isZero();
    }

    private void run(String sql) {
      Connection own = connection.connection();
      try (NativeStatement prepared = own.prepare(sql);
          Pending pending = prepared.pending();
          NativeResult result = pending.result()) {
        result.columns();
        assertThat(EscapeTest.shown(own, sql))
            .as("seed %d, %s", seed, sql)
            .doesNotContain(Canaries.MARKER);
      } catch (DuckDbFailure refused) {
        held++;
        assertThat(refused.text()).as("seed %d, %s", seed, sql).doesNotContain(Canaries.MARKER);
      } catch (PlatformException unbound) {
        held++;
      }
    }
  }
}
