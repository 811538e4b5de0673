package ai.altertable.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterleavedTest {
  private static final Target DOUBLE = new Target.TimesBaseline(2, 0);

  private final List<String> calls = new ArrayList<>();
  private double cpu;

  private Usage now() {
    return new Usage(cpu, 0, 0);
  }

  private Contender contender(String name, double... seconds) {
    Deque<Double> next = new ArrayDeque<>();
    for (double each : seconds) {
      next.add(each);
    }
    return new Contender(
        name,
        () -> {
          calls.add(name);
          cpu += 1;
          return Series.of(next.size() > 1 ? next.remove() : next.element());
        },
        () -> {
          calls.add("tidy " + name);
          cpu += 100;
        });
  }

  @Test
  void takesTurnsAndTidiesAfterEach() {
    new Interleaved(this::now, 0, 2).run(List.of(contender("a", 1), contender("b", 1)));

    assertThat(calls).containsExactly("a", "tidy a", "b", "tidy b", "a", "tidy a", "b", "tidy b");
  }

  @Test
  void doesNotCountTheWarmUp() {
    List<Side> sides = new Interleaved(this::now, 2, 1).run(List.of(contender("a", 7, 7, 3)));

    assertThat(calls).containsExactly("a", "tidy a", "a", "tidy a", "a", "tidy a");
    assertThat(sides.getFirst().rounds()).hasSize(1);
    assertThat(sides.getFirst().values().max()).isEqualTo(3);
  }

  @Test
  void countsProcessorTimeOfTheRoundAlone() {
    List<Side> sides =
        new Interleaved(this::now, 0, 3).run(List.of(contender("a", 1), contender("b", 1)));

    assertThat(sides.getFirst().usage().measured()).isEqualTo(3);
  }

  @Test
  void goesOnWhileTheRoundsDisagree() {
    List<Side> sides =
        new Interleaved(this::now, 0, 2)
            .run(List.of(contender("a", 1, 3, 1, 1, 1, 1), contender("b", 1)), DOUBLE);

    assertThat(sides.getFirst().rounds()).hasSize(4);
    assertThat(DOUBLE.judge(sides)).isEqualTo(Verdict.MET);
  }

  @Test
  void givesUpOnAMachineThatDoesNotSettle() {
    List<Side> sides =
        new Interleaved(this::now, 0, 2)
            .run(List.of(contender("a", 1, 3, 1, 3, 1, 3, 1, 3), contender("b", 1)), DOUBLE);

    assertThat(sides.getFirst().rounds()).hasSize(6);
  }

  @Test
  void stopsWhenTheFirstRoundsAgree() {
    List<Side> sides =
        new Interleaved(this::now, 0, 2).run(List.of(contender("a", 1), contender("b", 1)), DOUBLE);

    assertThat(sides.getFirst().rounds()).hasSize(2);
  }
}
