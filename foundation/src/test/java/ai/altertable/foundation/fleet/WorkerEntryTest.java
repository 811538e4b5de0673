package ai.altertable.foundation.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.identity.Environment;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WorkerEntryTest {
  @Test
  void everyStateComesBack() {
    for (WorkerEntry.State state : WorkerEntry.State.values()) {
      var entry =
          new WorkerEntry(
              UUID.randomUUID(),
              "hosted-1",
              new Environment(UUID.randomUUID(), "production"),
              "10.0.0.1:443",
              state,
              new Load(1, 2, 3, 4, 6L << 40));
      assertThat(WorkerEntry.decode(entry.encode())).isEqualTo(entry);
      assertThat(entry.name()).isEqualTo("worker/hosted-1");
    }
  }

  @Test
  void otherTextsAreRefused() {
    assertThatThrownBy(() -> WorkerEntry.decode("{")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> WorkerEntry.decode("{}")).isInstanceOf(IllegalArgumentException.class);
  }
}
