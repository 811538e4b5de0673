package ai.altertable.controlplane.management;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;

/// Gateways that exist in memory only.
final class FakeGateways implements Gateways {
  private final Map<UUID, Gateway> gateways = new ConcurrentSkipListMap<>();

  Gateway add(String slug) {
    Gateway gateway =
        new Gateway(
            UUID.randomUUID(), slug, "online", Optional.of("1"), Optional.empty(), Instant.EPOCH);
    gateways.put(gateway.id(), gateway);
    return gateway;
  }

  @Override
  public List<Gateway> list(UUID organization) {
    return List.copyOf(gateways.values());
  }

  @Override
  public void revoke(UUID gateway, UUID by) {
    gateways.remove(gateway);
  }
}
