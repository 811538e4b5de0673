package ai.altertable.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.http.wire.HttpLimits;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HttpServerConfigTest {
  private final HttpServerConfig config = HttpServerConfig.on(new InetSocketAddress(0));

  @Test
  void recordedDefaults() {
    assertThat(config.sendStallTimeout()).isZero();
    assertThat(config.receiveStallTimeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.drainDeadline()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.limits()).isEqualTo(HttpLimits.defaults());
  }

  @Test
  void badValuesAreRefusedByName() {
    assertThatThrownBy(() -> config.withSendStallTimeout(Duration.ofSeconds(-1)))
        .hasMessageContaining("sendStallTimeout");
    assertThatThrownBy(() -> config.withReceiveStallTimeout(Duration.ofSeconds(-1)))
        .hasMessageContaining("receiveStallTimeout");
    assertThatThrownBy(() -> config.withDrainDeadline(Duration.ofSeconds(-1)))
        .hasMessageContaining("drainDeadline");
  }

  @Test
  void limitsMustBePositive() {
    assertThatThrownBy(
            () -> new HttpLimits(1, 1, 0, 1, Duration.ofSeconds(1), Duration.ofSeconds(1)))
        .hasMessage("connectionsMax must be positive, not 0");
    assertThatThrownBy(() -> new HttpLimits(1, 1, 1, 1, Duration.ZERO, Duration.ofSeconds(1)))
        .hasMessageContaining("headTimeout");
  }
}
