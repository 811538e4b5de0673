package ai.altertable.engine.guard;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.engine.DuckDbEngine;
import ai.altertable.engine.TestEngine;
import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.Database;
import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.engine.capi.NativeResult;
import ai.altertable.engine.capi.NativeStatement;
import ai.altertable.engine.capi.Pending;
import ai.altertable.engine.capi.TestDuckDb;
import ai.altertable.foundation.catalog.Catalogs;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.foundation.session.Session;
import ai.altertable.foundation.session.StagingArea;
import ai.altertable.foundation.session.Statement;
import ai.altertable.testing.Answers;
import ai.altertable.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Statements that try to get out, in disguises: no canary sings.
@Timeout(1200)
class EscapeTest {
  private static final int STATEMENTS = Boolean.getBoolean("slow") ? 200_000 : 20_000;

  @TempDir private Path directory;

  /// All walls together: the session of somebody who may write to one catalog, beside a catalog and
  /// uploads of somebody else's.
  @Test
  void nothingEscapesFromASession() throws IOException {
    long seed = Long.getLong("altertable.seed", 20_261_123);
    TestPostgres postgres = TestPostgres.shared();
    Path objects = directory.resolve("objects");
    ManagedDatabase lake = postgres.createLake(TestEngine.LAKE, objects);
    ManagedDatabase other = postgres.createLake("other", objects);
    Catalogs catalogs = new Catalogs(postgres.metadata(), List.of(lake, other));
    StagingArea staging = new StagingArea(directory.resolve("staging"));
    try (Canaries canaries = new Canaries();
        DuckDbEngine engine =
            DuckDbEngine.open(
                TestEngine.config(
                    directory, objects, DataSize.ofMebibytes(1024), DataSize.ofMebibytes(1024)),
                () -> catalogs)) {
      List<String> directories =
          List.of(
              canaries.into(Path.of(lake.dataPath())),
              canaries.into(Path.of(other.dataPath())),
              canaries.into(staging.of(TestEngine.ADA)),
              canaries.into(staging.of(UUID.randomUUID())),
              canaries.into(directory.resolve("elsewhere")));
      canaries.watch();
      Escapes escapes = new Escapes(new Random(seed), directories, canaries.port());
      int refused = 0;
      for (int done = 0; done < STATEMENTS; ) {
        try (Session session =
            engine.open(TestEngine.request(Access.WRITE, Optional.empty(), false))) {
          Answers.rows(session, "CREATE TABLE IF NOT EXISTS w (a INTEGER)");
          Answers.rows(session, "SET VARIABLE path = '" + directories.getFirst() + "secret.txt'");
          for (int i = 0; i < 200; i++, done++) {
            String sql = escapes.next();
            refused += attempt(session, sql, seed) ? 1 : 0;
            assertThat(canaries.reached()).as("seed %d, %s", seed, sql).isZero();
          }
          assertThat(Answers.value(session, "SELECT 42")).isEqualTo("42");
        }
        assertThat(canaries.changes()).as("files, seed %d", seed).isEmpty();
      }
      assertThat(refused).as("statements that the guard refused").isGreaterThan(STATEMENTS / 2);
      assertThat(directory.resolve("elsewhere").resolve("exported")).doesNotExist();
    }
  }

  /// @return whether the guard refused it
  private static boolean attempt(Session session, String sql, long seed) {
    try {
      for (Statement statement : session.split(sql)) {
        Answers.rows(session, statement.text())
            .forEach(row ->
                assertThat(row.toString())
                    .as("seed %d, %s", seed, sql)
                    .doesNotContain(Canaries.MARKER));
      }
      return false;
    } catch (PlatformException failure) {
      assertThat(failure.clientMessage())
          .as("seed %d, %s", seed, sql)
          .doesNotContain(Canaries.MARKER);
      assertThat(failure.code()).as("seed %d, %s", seed, sql).isNotEqualTo(ErrorCode.INTERNAL);
      return failure.code() == ErrorCode.PERMISSION_DENIED;
    }
  }

  /// The guard alone, in front of a DuckDB that may do anything.
  @Test
  void guardAloneLetsNothingEscape() throws IOException {
    long seed = Long.getLong("altertable.seed", 20_261_124);
    try (Canaries canaries = new Canaries();
        Database database = TestDuckDb.open();
        Connection connection = TestDuckDb.connect(database)) {
      connection.execute(
          "SET autoinstall_known_extensions = false; SET autoload_known_extensions = false");
      String elsewhere = canaries.into(directory.resolve("elsewhere"));
      String beside = canaries.into(Path.of("target", "canaries"));
      connection.execute(
          "SET file_search_path = '%s'; SET VARIABLE path = '%ssecret.txt'; CREATE TABLE w (a INTEGER)"
              .formatted(elsewhere, elsewhere));
      canaries.watch();
      Guard guard = Guard.of(EngineNames.of(connection));
      Escapes escapes = new Escapes(new Random(seed), List.of(elsewhere, beside), canaries.port());
      List<String> passed = new ArrayList<>();
      for (int i = 0; i < STATEMENTS * 5; i++) {
        String sql = escapes.next();
        try {
          run(connection, guard.split(sql), seed);
          passed.add(sql);
        } catch (PlatformException refused) {
          assertThat(refused.clientMessage()).doesNotContain(Canaries.MARKER);
        }
      }
      assertThat(canaries.changes()).as("files, seed %d", seed).isEmpty();
      assertThat(canaries.reached()).isZero();
      assertThat(passed.size()).as("statements that passed").isBetween(1, STATEMENTS);
    }
  }

  private static void run(Connection connection, List<Statement> statements, long seed) {
    for (Statement statement : statements) {
      String sql = statement.text();
      try (NativeStatement prepared = connection.prepare(statement.text());
          Pending pending = prepared.pending();
          NativeResult result = pending.result()) {
        String shown = shown(connection, statement.text());
        assertThat(shown).as("seed %d, %s", seed, sql).doesNotContain(Canaries.MARKER);
        result.columns();
      } catch (DuckDbFailure refused) {
        assertThat(refused.text())
            .as("seed %d, %s", seed, sql)
            .doesNotContain(Canaries.MARKER)
            .doesNotContain("No files found")
            .doesNotContain("IO Error");
      } catch (PlatformException unbound) {
        assertThat(unbound.code()).isEqualTo(ErrorCode.INVALID_PARAMETER);
      }
    }
    connection.rollBack();
    try {
      connection.execute("USE memory.main");
    } catch (DuckDbFailure gone) {
      throw new AssertionError("seed " + seed + ", " + statements, gone);
    }
  }

  /// The rows of a query as text; empty for other statements.
  static String shown(Connection connection, String sql) {
    try {
      return connection
          .query(
              "SELECT coalesce(string_agg(CAST(columns AS VARCHAR), ' '), '') FROM (SELECT x AS columns FROM ("
                  + sql
                  + "\n) x)")
          .toString();
    } catch (DuckDbFailure noQuery) {
      return "";
    }
  }
}
