package ai.altertable.foundation.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class PeerUrisTest {
  @Test
  void gatewaysAreToldFromOthers() {
    UUID id = new UUID(1, 2);
    assertThat(PeerUris.gateway("urn:altertable:gateway:" + id)).hasValue(id);
    assertThat(PeerUris.worker(id)).isEqualTo("urn:altertable:worker:" + id);
    for (String other :
        new String[] {
          PeerUris.CONTROL_PLANE, PeerUris.worker(id), "urn:altertable:gateway:", "", "x" + id
        }) {
      assertThat(PeerUris.gateway(other)).as(other).isEmpty();
    }
  }
}
