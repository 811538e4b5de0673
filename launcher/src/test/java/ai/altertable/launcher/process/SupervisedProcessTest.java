package ai.altertable.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.launcher.StartupFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SupervisedProcessTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final RestartPolicy QUICK =
      new RestartPolicy(Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofMinutes(1), 1000);

  private final List<ProcessState> states = new CopyOnWriteArrayList<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Supervisor supervisor =
      new Supervisor(
          InstantSource.system(), new Random(1), NewSession.with(Executables.ofThisProcess()));

  @SuppressWarnings("NullAway.Init") // Set by start, which every test calls first.
  private SupervisedProcess process;

  @AfterEach
  void leaveNothingBehind() {
    process.close();
    assertThat(ProcessHandle.current().descendants().map(ProcessHandle::pid))
        .noneMatch(LiveProcesses::runs);
  }

  private ProcessSpec script(String script) {
    return ProcessSpec.of(List.of("/bin/sh", "-c", script), Path.of("/"), lines::add);
  }

  private void start(ProcessSpec spec, RestartPolicy policy) {
    process = supervisor.start("child", () -> spec, policy, (_, state) -> states.add(state));
  }

  private void await(Predicate<List<ProcessState>> condition) {
    assertThat(LiveProcesses.within(SOON, () -> !states.isEmpty() && condition.test(states)))
        .as("%s", states)
        .isTrue();
  }

  private void awaitLine(String line) {
    assertThat(LiveProcesses.within(SOON, () -> lines.contains(line))).as("%s", lines).isTrue();
  }

  private long pid() {
    return ((ProcessState.Running) process.state()).pid();
  }

  private List<String> stateNames() {
    return states.stream().map(state -> state.getClass().getSimpleName()).toList();
  }

  @Test
  void childGetsOnlyWhatItsSpecSays() {
    start(
        script("read -r first; echo \"$first,$GIVEN,$HOME\"; pwd; cat")
            .withEnvironment(Map.of("GIVEN", "given"))
            .withFirstInput(new Secret("secret\n")),
        QUICK);
    awaitLine("secret,given,");
    awaitLine("/");
  }

  @Test
  void deadChildIsStartedAgain() {
    start(script("echo up; cat"), QUICK);
    awaitLine("up");
    long first = pid();
    ProcessHandle.of(first).orElseThrow().destroyForcibly();
    await(seen -> seen.stream().filter(ProcessState.Running.class::isInstance).count() == 2);
    assertThat(pid()).isNotEqualTo(first);
    process.stop();
    assertThat(stateNames())
        .containsExactly(
            "Starting", "Running", "BackingOff", "Starting", "Running", "Stopping", "Stopped");
    assertThat(states.get(2))
        .isInstanceOfSatisfying(
            ProcessState.BackingOff.class,
            backingOff -> assertThat(backingOff.last()).isEqualTo(new ProcessExit.Ended(137)));
  }

  @Test
  void attemptsEndInFailure() {
    start(
        script("exit 3"),
        new RestartPolicy(Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofMinutes(1), 3));
    await(seen -> seen.getLast().terminal());
    assertThat(process.state())
        .isEqualTo(new ProcessState.Failed("ended with status 3 too many times in a row"));
    assertThat(states).filteredOn(ProcessState.Running.class::isInstance).hasSize(3);
  }

  @Test
  void missingProgramIsTriedAgain() {
    start(ProcessSpec.of(List.of("/no/such/program"), Path.of("/"), lines::add), QUICK);
    await(seen -> seen.stream().filter(ProcessState.BackingOff.class::isInstance).count() > 2);
    assertThat(states).noneMatch(ProcessState.Running.class::isInstance);
    assertThat(states.get(1).toString()).contains("there is no program at /no/such/program");
  }

  @Test
  void planThatFailsEndsTheSupervision() {
    process =
        supervisor.start(
            "child",
            () -> {
              throw new StartupFailure("Damaged.", "Restore it.");
            },
            QUICK,
            (_, state) -> states.add(state));
    await(seen -> !seen.isEmpty() && seen.getLast().terminal());
    assertThat(process.state()).isEqualTo(new ProcessState.Failed("Damaged.\nRestore it."));
  }

  @Test
  void stopWaitsForAnOrderlyEnd() {
    start(script("trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.05; done"), QUICK);
    awaitLine("up");
    long pid = pid();
    process.stop();
    assertThat(lines).contains("bye");
    assertThat(LiveProcesses.runs(pid)).isFalse();
    assertThat(process.state()).isEqualTo(new ProcessState.Stopped());
  }

  @Test
  void stubbornChildIsKilledWithItsChildren() {
    start(
        script("trap '' TERM; sleep 60 & echo $!; while :; do sleep 0.05; done")
            .withStopWithin(Duration.ofMillis(300)),
        QUICK);
    await(_ -> !lines.isEmpty());
    long grandchild = Long.parseLong(lines.getFirst());
    long pid = pid();
    process.stop();
    assertThat(LiveProcesses.runs(pid)).isFalse();
    assertThat(LiveProcesses.within(SOON, () -> !LiveProcesses.runs(grandchild))).isTrue();
  }

  @Test
  void stopDuringThePauseEndsIt() {
    start(
        script("exit 1"),
        new RestartPolicy(Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofHours(1), 9));
    await(seen -> seen.getLast() instanceof ProcessState.BackingOff);
    process.stop();
    assertThat(stateNames())
        .containsExactly("Starting", "Running", "BackingOff", "Stopping", "Stopped");
  }

  @Test
  void interruptedStopKillsAtOnce() throws InterruptedException {
    start(
        script("trap '' TERM; echo up; while :; do sleep 0.05; done")
            .withStopWithin(Duration.ofMinutes(5)),
        QUICK);
    awaitLine("up");
    long pid = pid();
    Thread stopping = Thread.ofPlatform().start(process::stop);
    await(seen -> seen.getLast() instanceof ProcessState.Stopping);
    stopping.interrupt();
    assertThat(stopping.join(SOON)).isTrue();
    assertThat(LiveProcesses.within(SOON, () -> !LiveProcesses.runs(pid))).isTrue();
  }

  @Test
  void firstInputThatNobodyReadsDoesNotHoldUpTheStop() {
    start(
        script("trap 'exit 0' TERM; echo up; while :; do sleep 0.05; done")
            .withFirstInput(new Secret("€".repeat(60_000))),
        QUICK);
    awaitLine("up");
    long begin = System.nanoTime();
    process.stop();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
  }
}
