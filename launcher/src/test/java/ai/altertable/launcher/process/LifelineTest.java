package ai.altertable.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.lifecycle.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LifelineTest {
  private final CompletableFuture<Integer> halted = new CompletableFuture<>();

  @Test
  void endOfThePipeRunsTheActionAndThenHalts() throws Exception {
    CompletableFuture<Boolean> haltedBefore = new CompletableFuture<>();
    PipedInputStream pipe = new PipedInputStream();
    try (PipedOutputStream server = new PipedOutputStream(pipe)) {
      Lifeline lifeline = new Lifeline(pipe, halted::complete);
      server.write("token\nmore".getBytes(StandardCharsets.UTF_8));
      assertThat(lifeline.firstLine()).contains(new Secret("token"));
      lifeline.watch(Duration.ofSeconds(5), () -> haltedBefore.complete(halted.isDone()));
      assertThat(halted).isNotDone();
    }
    assertThat(haltedBefore.get(5, TimeUnit.SECONDS)).isFalse();
    assertThat(halted.get(5, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void actionThatHangsDoesNotKeepTheProcessAlive() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    new Lifeline(new ByteArrayInputStream(new byte[0]), halted::complete)
        .watch(
            Duration.ofMillis(50),
            () -> {
              try {
                never.await();
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
              }
            });
    assertThat(halted.get(5, TimeUnit.SECONDS)).isEqualTo(1);
    never.countDown();
  }

  @Test
  void pipeThatEndsBeforeALineGivesNone() throws IOException {
    byte[] cut = "tok".getBytes(StandardCharsets.UTF_8);
    Lifeline lifeline = new Lifeline(new ByteArrayInputStream(cut), halted::complete);
    assertThat(lifeline.firstLine()).isEmpty();
  }
}
