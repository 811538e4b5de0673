package ai.altertable.systemtests.start;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SystemTest
final class SampleIT {
  private static final String COUNTS =
      """
      SELECT (SELECT count(*) FROM acme_lakehouse.main.users),
             (SELECT count(*) FROM acme_lakehouse.main.products),
             (SELECT count(*) FROM acme_lakehouse.main.orders),
             (SELECT count(*) FROM acme_lakehouse.main.subscriptions),
             (SELECT count(*) FROM acme_lakehouse.analytics.retention),
             (SELECT count(*) FROM acme_lakehouse.analytics.journey)
      """;

  /// Changes with any value of the money made.
  private static final String REVENUE =
      """
      SELECT country, count(*), sum(amount) FROM acme_lakehouse.main.orders
      JOIN acme_lakehouse.main.users u ON u.id = user_id GROUP BY country ORDER BY country
      """;

  @Test
  void sampleIsMadeOnceAndStays(Program program, @TempDir Path directory) throws IOException {
    Path data = program.newDirectory();
    List<String> counts;
    List<String> revenue;
    try (RunningServer server = program.start(Launch.in(data).with("--sample"))) {
      counts = server.http().query(COUNTS).texts();
      revenue = server.http().query(REVENUE).texts();
      requireShop(server.http());
      assertThat(server.output()).contains("Making the sample database acme_lakehouse");
    }
    Path file = Files.writeString(directory.resolve("altertable.conf"), "sample = true\n");
    Launch again =
        Launch.in(data)
            .with("--config", file.toString())
            .withVariable("ALTERTABLE_DISK_RESERVE", "100TiB");
    try (RunningServer server = program.start(again)) {
      assertThat(server.output())
          .contains("acme_lakehouse")
          .doesNotContain("Making the sample database");
      assertThat(server.http().query(COUNTS).texts()).isEqualTo(counts);
      assertThat(server.http().query(REVENUE).texts()).isEqualTo(revenue);
      requireDiskFullIsTold(server.http());
    }
  }

  private static void requireShop(Http http) {
    assertThat(http.query("SELECT count(*) FROM acme_lakehouse.main.orders").number())
        .isBetween(90_000L, 110_000L);
    String orphans =
        """
        SELECT count(*) FROM acme_lakehouse.main.orders o
        ANTI JOIN acme_lakehouse.main.users u ON u.id = o.user_id
        """;
    assertThat(http.query(orphans).number()).isZero();
    assertThat(
            http.query(
                    "SELECT min(retention) >= 0, max(retention) <= 1 FROM acme_lakehouse.analytics.retention")
                .texts())
        .containsExactly("[true,true]");
    assertThat(
            http.query("SELECT count(DISTINCT step) FROM acme_lakehouse.analytics.journey")
                .number())
        .isEqualTo(4);
  }

  private static void requireDiskFullIsTold(Http http) {
    var refused =
        http.upload(
            Map.of("table", "no_room", "mode", "create"), BodyPublishers.ofString("a\n1\n"));
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).contains("DISK_FULL", "MiB are free");
    assertThat(http.query("FROM no_room").error().code()).isEqualTo("TABLE_NOT_FOUND");
  }
}
