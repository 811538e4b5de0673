package ai.altertable.launcher.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.launcher.datadir.DataDirectory;
import ai.altertable.launcher.log.LogFormat;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresConfigTest {
  @TempDir private Path folder;

  private DataDirectory open() {
    return DataDirectory.open(
        folder.resolve("data"), "1.0.0", InstantSource.system(), new SecureRandom());
  }

  @Test
  void recordedDefaults() {
    try (DataDirectory data = open()) {
      assertThat(PostgresConfig.in(data, folder))
          .isEqualTo(
              new PostgresConfig(
                  data.postgres(),
                  data.keys(),
                  data.logs(),
                  folder,
                  0,
                  400,
                  DataSize.ofMebibytes(64),
                  Duration.ofMinutes(10),
                  false,
                  LogFormat.TEXT));
    }
  }

  @Test
  void badValuesAreRefusedByName() {
    try (DataDirectory data = open()) {
      PostgresConfig good = PostgresConfig.in(data, folder);
      assertThatThrownBy(() -> good.withPort(65_536))
          .hasMessage("port must be 0 to 65535, not 65536");
      assertThatThrownBy(() -> good.withConnectionsMax(19))
          .hasMessage("connectionsMax must be at least 20, not 19");
    }
  }
}
