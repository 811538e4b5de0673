package ai.altertable.launcher.command;

import ai.altertable.controlplane.history.HistoryConfig;
import java.time.Duration;
import picocli.CommandLine.Option;

/// How long a control plane keeps what has been done.
final class HistoryOptions {
  @Option(
      names = "--history-retention-days",
      paramLabel = "N",
      defaultValue = "30",
      description =
          "How long finished statements are kept, in days, 1 to 3650. What is older is dropped at the"
              + " start and every hour. Default: ${DEFAULT-VALUE}")
  private String retentionDays;

  HistoryConfig read(OptionValues values) {
    return new HistoryConfig(
        Duration.ofDays(
            values.number("--history-retention-days", retentionDays, 1, HistoryConfig.DAYS_MAX)));
  }
}
