package ai.altertable.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.engine.DuckDbEngine;
import ai.altertable.engine.TestEngine;
import ai.altertable.foundation.catalog.Catalogs;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.catalog.MetadataServer;
import ai.altertable.foundation.catalog.PostgresTls;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.foundation.session.Session;
import ai.altertable.testing.Answers;
import ai.altertable.testing.TestCertificate;
import ai.altertable.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Metadata on another machine: who answers is made sure of, and nobody listens in.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ProtectedMetadataTest {
  private static final String IN_THE_CLEAR =
      """
      select count(*) filter (where not ssl) || ' of ' || count(*)
      from pg_stat_ssl join pg_stat_activity using (pid) where usename like 'lake%'
      """;

  private Path directory;
  private TestPostgres postgres;
  private TestCertificate own;
  private TestCertificate other;

  @BeforeAll
  void start(@TempDir Path fresh) {
    directory = fresh;
    postgres = TestPostgres.start();
    own = TestCertificate.make(directory, "own", "EC", "-1d", 10);
    other = TestCertificate.make(directory, "other", "EC", "-1d", 10);
    postgres.speakTls(own);
  }

  @AfterAll
  void stop() {
    postgres.close();
  }

  private DuckDbEngine open(String host, PostgresTls.Mode mode, TestCertificate trusted)
      throws IOException {
    Path objects = directory.resolve("objects");
    ManagedDatabase lake = postgres.createLake(TestEngine.LAKE, objects);
    Path roots = directory.resolve("it's a root.pem");
    Files.writeString(roots, trusted.certificatePem());
    MetadataServer server =
        new MetadataServer(
            host,
            postgres.port(),
            TestPostgres.SUPERUSER,
            new PostgresTls(mode, Optional.of(roots.toString())));
    Catalogs catalogs = new Catalogs(server, List.of(lake));
    DataSize memory = DataSize.ofMebibytes(512);
    return DuckDbEngine.open(
        TestEngine.config(directory.resolve("engine"), objects, memory, memory), () -> catalogs);
  }

  private static Session session(DuckDbEngine engine) {
    return engine.open(TestEngine.request(Access.WRITE, Optional.empty(), false));
  }

  @Test
  void everyConnectionToAVerifiedServerIsEncrypted() throws IOException {
    try (DuckDbEngine engine = open("localhost", PostgresTls.Mode.VERIFY_FULL, own);
        Session session = session(engine)) {
      Answers.rows(session, "CREATE TABLE t AS FROM range(3) r(i)");
      assertThat(Answers.value(session, "SELECT count(*) FROM t")).isEqualTo("3");
      assertThat(postgres.text(TestPostgres.SUPERUSER, IN_THE_CLEAR))
          .startsWith("0 of ")
          .isNotEqualTo("0 of 0");
    }
  }

  @Test
  void serverWithAnotherCertificateIsNotTalkedTo() throws IOException {
    try (DuckDbEngine engine = open("localhost", PostgresTls.Mode.VERIFY_CA, other)) {
      assertThatThrownBy(
              () -> {
                try (Session session = session(engine)) {
                  Answers.rows(session, "CREATE TABLE t AS FROM range(3) r(i)");
                }
              })
          .isInstanceOf(PlatformException.class);
    }
    assertThat(postgres.text(TestPostgres.SUPERUSER, IN_THE_CLEAR)).isEqualTo("0 of 0");
  }
}
