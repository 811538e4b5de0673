package ai.altertable.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.benchmarks.measure.Usage;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ProcessTreeTest {
  private static final String SPIN = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; ";

  @Test
  void countsWhatChildrenHaveComputed() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", "sh -c '" + SPIN + "'; echo done; read line").start();
    try {
      Usages usages = new Usages();
      Usage before = usages.now();
      usages.watch(process);
      assertThat(process.inputReader().readLine()).isEqualTo("done");

      assertThat(usages.now().since(before).measured()).isGreaterThan(0.02);
    } finally {
      process.destroy();
      process.waitFor(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void tellsTheMemoryOfEachProcess() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sh", "-c", "sleep 60 & echo ready; wait").start();
    try {
      assertThat(process.inputReader().readLine()).isEqualTo("ready");

      assertThat(new ProcessTree(process.toHandle()).members())
          .anySatisfy(member -> assertThat(member.command()).contains("sleep 60"))
          .allSatisfy(member -> assertThat(member.proportional()).isBetween(1L, member.resident()));
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      process.waitFor(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void whatThisProgramComputesIsTheClients() {
    Usages usages = new Usages();
    Usage before = usages.now();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }

    assertThat(usages.now().since(before).client()).isGreaterThan(0.02);
  }
}
