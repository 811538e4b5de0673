package ai.altertable.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.lifecycle.DataSize;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LinkConfigTest {
  private static final Duration NONE = Duration.ZERO;
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void recordedDefaults() {
    assertThat(LinkConfig.defaults())
        .isEqualTo(
            new LinkConfig(
                Duration.ofHours(24),
                Duration.ofSeconds(2),
                Duration.ofSeconds(8),
                Duration.ofSeconds(10),
                Duration.ofMillis(200),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                500,
                new DataSize(256 << 10),
                DataSize.ofMebibytes(64),
                EnrollmentConfig.defaults(),
                StrangerConfig.defaults()));
  }

  @Test
  void badValuesAreRefusedByName() {
    refused("certificate-life", NONE, SECOND, SECOND, SECOND, SECOND, SECOND, 1, 1, 1);
    refused("heartbeat-interval", SECOND, NONE, SECOND, SECOND, SECOND, SECOND, 1, 1, 1);
    refused("silence-max", SECOND, SECOND, SECOND, SECOND, SECOND, SECOND, 1, 1, 1);
    Duration silence = Duration.ofSeconds(2);
    refused("call-timeout", SECOND, SECOND, silence, NONE, SECOND, SECOND, 1, 1, 1);
    refused("first-pause", SECOND, SECOND, silence, SECOND, NONE, SECOND, 1, 1, 1);
    refused("longest-pause", SECOND, SECOND, silence, SECOND, SECOND, NONE, 1, 1, 1);
    refused("batch-reports-max", SECOND, SECOND, silence, SECOND, SECOND, SECOND, 0, 1, 1);
    refused("batch-bytes-max", SECOND, SECOND, silence, SECOND, SECOND, SECOND, 1, 0, 1);
    refused("batch-bytes-max", SECOND, SECOND, silence, SECOND, SECOND, SECOND, 1, 1 << 21, 1);
    refused("configuration-bytes-max", SECOND, SECOND, silence, SECOND, SECOND, SECOND, 1, 1, 0);
    refused(
        "configuration-bytes-max", SECOND, SECOND, silence, SECOND, SECOND, SECOND, 1, 1, 1L << 31);
  }

  private static void refused(
      String name,
      Duration life,
      Duration heartbeat,
      Duration silence,
      Duration call,
      Duration first,
      Duration longest,
      int reports,
      long batchBytes,
      long configurationBytes) {
    assertThatThrownBy(() ->
            new LinkConfig(
                life,
                heartbeat,
                silence,
                call,
                first,
                longest,
                SECOND,
                reports,
                new DataSize(batchBytes),
                new DataSize(configurationBytes),
                EnrollmentConfig.defaults(),
                StrangerConfig.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }
}
