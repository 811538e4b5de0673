package ai.altertable.controlplane.history;

import static ai.altertable.controlplane.history.Statements.ANN;
import static ai.altertable.controlplane.history.Statements.good;
import static ai.altertable.controlplane.history.Statements.here;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.controlplane.ControlPlane;
import ai.altertable.controlplane.ControlPlaneConfig;
import ai.altertable.controlplane.FreshPlatforms;
import ai.altertable.controlplane.catalog.RolePasswords;
import ai.altertable.controlplane.database.ControlPlaneDatabase;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.foundation.session.QueryId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a control plane does with history that is older than it is to keep.
class HistoryRetentionTest {
  private static final RolePasswords ROLE_PASSWORDS =
      RolePasswords.derivedFrom(new Secret("a master key of thirty-two bytes"));

  private final ControlPlaneConfig config = FreshPlatforms.config();
  private final Instant now = Instant.now();

  private LocalDate daysAgo(int days) {
    return LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(days);
  }

  private void store(ControlPlaneDatabase database, int... daysAgo) {
    try (History all =
        History.start(InstantSource.system(), database.transactions(), HistoryConfig.longest())) {
      for (int days : daysAgo) {
        all.store(List.of(here(good(ANN, QueryId.random(), now.minus(Duration.ofDays(days))))));
      }
    }
  }

  private void open(HistoryConfig history) {
    ControlPlane.open(config.withHistory(history), ROLE_PASSWORDS, new SecureRandom()).close();
  }

  @Test
  void daysThatAreOlderThanTheSettingAreDropped() {
    try (ControlPlaneDatabase database =
        ControlPlaneDatabase.open(config.postgres(), config.database())) {
      store(database, 1, 20, 40, 300);

      open(HistoryConfig.longest());
      assertThat(database.transactions().call(Partitions::days))
          .contains(daysAgo(1), daysAgo(20), daysAgo(40), daysAgo(300));

      open(new HistoryConfig(Duration.ofDays(100)));
      assertThat(database.transactions().call(Partitions::days))
          .contains(daysAgo(1), daysAgo(20), daysAgo(40))
          .doesNotContain(daysAgo(300));

      open(new HistoryConfig(Duration.ofDays(7)));
      assertThat(database.transactions().call(Partitions::days))
          .contains(daysAgo(1))
          .doesNotContain(daysAgo(20), daysAgo(40));
    }
  }
}
