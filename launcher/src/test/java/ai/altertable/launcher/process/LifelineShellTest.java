package ai.altertable.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LifelineShellTest {
  @SuppressWarnings("NullAway.Init") // Set by start, which every test calls first.
  private Process shell;

  @SuppressWarnings("NullAway.Init")
  private BufferedReader output;

  private long start(int seconds, List<String> program) throws IOException {
    launch(seconds, program);
    return Long.parseLong(output.readLine());
  }

  private void launch(int seconds, List<String> program) throws IOException {
    shell =
        new ProcessBuilder(
                LifelineShell.tie(program, Duration.ofSeconds(seconds), Duration.ofSeconds(1)))
            .redirectErrorStream(true)
            .start();
    output = shell.inputReader();
  }

  private int status() throws InterruptedException {
    assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return shell.exitValue();
  }

  @AfterEach
  void end() throws IOException {
    shell.descendants().forEach(ProcessHandle::destroyForcibly);
    shell.destroyForcibly();
    output.close();
  }

  @Test
  void endOfInputInterruptsTheProgram() throws Exception {
    long program = start(5, SignalledProgram.onSignal("INT", 7));
    shell.outputWriter().close();
    assertThat(output.readLine()).isEqualTo("got INT");
    assertThat(status()).isEqualTo(7);
    assertThat(LiveProcesses.runs(program)).isFalse();
  }

  @Test
  void terminationInterruptsTheProgramToo() throws Exception {
    long program = start(5, SignalledProgram.onSignal("INT", 7));
    shell.toHandle().destroy();
    assertThat(status()).isEqualTo(7);
    assertThat(LiveProcesses.runs(program)).isFalse();
  }

  /// The program may run already while the shell does not know its number yet.
  @Test
  void terminationCountsAtAnyMomentOfTheStart() throws Exception {
    for (int milliseconds = 0; milliseconds < 20; milliseconds++) {
      launch(5, SignalledProgram.onSignal("INT", 7));
      Thread.sleep(milliseconds);
      shell.toHandle().destroy();
      assertThat(status()).as("after %d ms", milliseconds).isIn(7, 128 + 15);
      assertThat(shell.descendants()).isEmpty();
      output.close();
    }
  }

  @Test
  void patienceEndsWithQuit() throws Exception {
    long program = start(1, SignalledProgram.onSignal("QUIT", 8));
    shell.outputWriter().close();
    assertThat(status()).isEqualTo(8);
    assertThat(LiveProcesses.runs(program)).isFalse();
  }

  @Test
  void stubbornProgramIsKilled() throws Exception {
    long program = start(1, SignalledProgram.onSignal("USR1", 9));
    long begin = System.nanoTime();
    shell.outputWriter().close();
    assertThat(status()).isEqualTo(128 + 9);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(2));
    assertThat(LiveProcesses.runs(program)).isFalse();
  }

  @Test
  void programThatEndsByItselfEndsTheShellWithItsStatus() throws Exception {
    start(5, List.of("/bin/sh", "-c", "echo $$; exit 3"));
    assertThat(status()).isEqualTo(3);
    assertThat(shell.descendants()).isEmpty();
  }

  @Test
  void programSeesNoInput() throws Exception {
    start(5, List.of("/bin/sh", "-c", "echo $$; cat; echo read all; exit 4"));
    assertThat(output.readLine()).isEqualTo("read all");
    assertThat(status()).isEqualTo(4);
  }
}
