package ai.altertable.foundation.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.fleet.Member.Kind;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PeerUrisTest {
  @Test
  void gatewaysAreToldFromOthers() {
    UUID id = new UUID(1, 2);
    assertThat(PeerUris.id(Kind.GATEWAY, "urn:altertable:gateway:" + id)).hasValue(id);
    assertThat(PeerUris.of(Kind.WORKER, id)).isEqualTo("urn:altertable:worker:" + id);
    for (String other :
        new String[] {
          PeerUris.CONTROL_PLANE,
          PeerUris.of(Kind.WORKER, id),
          "urn:altertable:gateway:",
          "urn:altertable:gateway:1-1-1-1-1",
          "",
          "x" + id
        }) {
      assertThat(PeerUris.id(Kind.GATEWAY, other)).as(other).isEmpty();
    }
  }
}
