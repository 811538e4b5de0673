package ai.altertable.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.gateway.login.LoginConfig;
import ai.altertable.gateway.login.ThrottleConfig;
import ai.altertable.http.wire.HttpLimits;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GatewayConfigTest {
  private static final InetSocketAddress ADDRESS = new InetSocketAddress(15000);

  @Test
  void recordedDefaults() {
    assertThat(GatewayConfig.on(ADDRESS))
        .isEqualTo(
            new GatewayConfig(
                ADDRESS,
                HttpLimits.defaults(),
                2048,
                LoginConfig.defaults(),
                64,
                Duration.ofSeconds(60),
                16 << 20,
                64 << 20,
                Duration.ofSeconds(10)));
  }

  @Test
  void fullExplicitMapping() {
    var limits = new HttpLimits(1, 2, 3, 4, Duration.ofSeconds(5), Duration.ofSeconds(6));
    var logins =
        new LoginConfig(
            Duration.ofSeconds(7),
            Duration.ofSeconds(8),
            8,
            9,
            3,
            Duration.ofSeconds(10),
            ThrottleConfig.defaults());

    assertThat(
            GatewayConfig.on(ADDRESS)
                .withLimits(limits)
                .withLogins(logins)
                .withConnectionsPerAddressMax(5)
                .withHeldBytes(100, 200)
                .withDrainDeadline(Duration.ofSeconds(12)))
        .isEqualTo(
            new GatewayConfig(
                ADDRESS,
                limits,
                5,
                logins,
                64,
                Duration.ofSeconds(60),
                100,
                200,
                Duration.ofSeconds(12)));
  }

  @Test
  void badValuesAreRefusedByName() {
    GatewayConfig good = GatewayConfig.on(ADDRESS);
    assertThatThrownBy(() -> good.withConnectionsPerAddressMax(0))
        .hasMessage("connectionsPerAddressMax must be positive, not 0");
    assertThatThrownBy(() -> good.withDrainDeadline(Duration.ofSeconds(-1)))
        .hasMessageContaining("drainDeadline must not be negative");
    assertThatThrownBy(() ->
            new GatewayConfig(
                ADDRESS,
                good.limits(),
                1,
                good.logins(),
                -1,
                Duration.ofSeconds(1),
                1,
                1,
                Duration.ZERO))
        .hasMessageContaining("upstreamIdleMax must not be negative, but is -1");
    assertThatThrownBy(() ->
            new GatewayConfig(
                ADDRESS, good.limits(), 1, good.logins(), 0, Duration.ZERO, 1, 1, Duration.ZERO))
        .hasMessageContaining("upstreamIdleTimeout must be positive");
    assertThatThrownBy(() -> good.withHeldBytes(0, 1))
        .hasMessageContaining("requestBytesMax must be positive");
    assertThatThrownBy(() -> good.withHeldBytes(2, 1)).hasMessageContaining("at most heldBytesMax");
  }
}
