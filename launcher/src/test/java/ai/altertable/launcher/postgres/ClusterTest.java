package ai.altertable.launcher.postgres;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.launcher.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterTest {
  private static final int MAJOR = 17;

  @TempDir Path directory;

  @BeforeEach
  void looksLikeACluster() throws IOException {
    for (String part : List.of("global", "base", "pg_wal", "pg_xact")) {
      Files.createDirectory(directory.resolve(part));
    }
    for (String part : List.of("global/pg_control", "pg_hba.conf", "postgresql.conf")) {
      Files.createFile(directory.resolve(part));
    }
    Files.writeString(directory.resolve("PG_VERSION"), "17\n");
  }

  @Test
  void wholeClusterOfTheSameMajorVersionIsUsable() {
    assertThatCode(() -> new Cluster(directory).requireUsable(MAJOR)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"global/pg_control", "PG_VERSION", "pg_wal", "pg_hba.conf"})
  void missingPartIsNamed(String part) throws IOException {
    Files.delete(directory.resolve(part));
    assertThatThrownBy(() -> new Cluster(directory).requireUsable(MAJOR))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("is damaged: " + part + " is missing")
        .hasMessageContaining("backup");
  }

  @Test
  void otherMajorVersionIsRefused() throws IOException {
    Files.writeString(directory.resolve("PG_VERSION"), "14\n");
    assertThatThrownBy(() -> new Cluster(directory).requireUsable(MAJOR))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("made by PostgreSQL 14")
        .hasMessageContaining("brings PostgreSQL 17");
  }
}
