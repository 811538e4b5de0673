package ai.altertable.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.controlplane.access.AccessConfig;
import ai.altertable.controlplane.catalog.LakehouseConfig;
import ai.altertable.controlplane.database.DatabaseConfig;
import ai.altertable.controlplane.database.PostgresServer;
import ai.altertable.controlplane.history.HistoryConfig;
import ai.altertable.foundation.lifecycle.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ControlPlaneConfigTest {
  private static final PostgresServer SERVER =
      new PostgresServer("db", 5432, "platform", new Secret("hidden"));

  @Test
  void recordedDefaults() {
    assertThat(ControlPlaneConfig.of(SERVER))
        .isEqualTo(
            new ControlPlaneConfig(
                SERVER,
                DatabaseConfig.defaults(),
                LakehouseConfig.defaults(),
                AccessConfig.defaults(),
                HistoryConfig.defaults()));
  }

  @Test
  void badValuesAreRefusedByName() {
    DatabaseConfig same =
        new DatabaseConfig("lakehouse", 8, Duration.ofSeconds(5), Duration.ofSeconds(20));
    assertThatThrownBy(() ->
            new ControlPlaneConfig(
                SERVER,
                same,
                LakehouseConfig.defaults(),
                AccessConfig.defaults(),
                HistoryConfig.defaults()))
        .hasMessageContaining("cannot be the same: lakehouse");
  }

  @Test
  void serverMustBeComplete() {
    Secret password = new Secret("hidden");
    assertThatThrownBy(() -> new PostgresServer("", 5432, "platform", password))
        .hasMessageContaining("needs a host and a role");
    assertThatThrownBy(() -> new PostgresServer("db", 0, "platform", password))
        .hasMessageContaining("1 to 65535, not 0");
  }

  @Test
  void printsNoPassword() {
    assertThat(ControlPlaneConfig.of(SERVER).toString()).contains("db").doesNotContain("hidden");
  }
}
