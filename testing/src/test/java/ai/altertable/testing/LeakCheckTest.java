package ai.altertable.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;

class LeakCheckTest {
  @Test
  void forgottenBufferIsReported() throws InterruptedException {
    var check = new LeakCheck();
    check.start();

    forget();

    assertThat(check.stop()).anyMatch(report -> report.contains("LEAK"));
  }

  private static void forget() {
    PooledByteBufAllocator.DEFAULT.directBuffer(100).writeLong(1);
  }
}
