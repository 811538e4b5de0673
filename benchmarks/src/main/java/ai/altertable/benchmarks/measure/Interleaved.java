package ai.altertable.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Lets contenders take turns, A B A B …, so that a machine that drifts treats all alike.
public final class Interleaved {
  /// How many times the rounds are made longer at most, while they allow no judgement.
  private static final int EXTENSIONS_MAX = 2;

  private final UsageClock clock;
  private final int warmups;
  private final int rounds;

  /// @param warmups turns of each that are not counted
  /// @param rounds turns of each that are; at least one
  public Interleaved(UsageClock clock, int warmups, int rounds) {
    if (rounds < 1) {
      throw new IllegalArgumentException("at least one round");
    }
    this.clock = clock;
    this.warmups = warmups;
    this.rounds = rounds;
  }

  /// @return a side for each contender, in their order
  public List<Side> run(List<Contender> contenders) {
    return run(contenders, Optional.empty());
  }

  /// Takes as many rounds again, up to three times as many, while they do not tell whether the
  /// first contender reaches the target, with the second one as its baseline.
  public List<Side> run(List<Contender> contenders, Target target) {
    return run(contenders, Optional.of(target));
  }

  private List<Side> run(List<Contender> contenders, Optional<Target> target) {
    for (int i = 0; i < warmups; i++) {
      contenders.forEach(this::turn);
    }
    List<List<Round>> turns = contenders.stream().<List<Round>>map(_ -> new ArrayList<>()).toList();
    List<Side> sides = take(contenders, turns);
    for (int i = 0; i < EXTENSIONS_MAX && target.filter(unclear(sides)).isPresent(); i++) {
      sides = take(contenders, turns);
    }
    return sides;
  }

  private static Predicate<Target> unclear(List<Side> sides) {
    return target -> target.judge(sides) == Verdict.UNCLEAR;
  }

  /// Adds rounds to those that were taken.
  private List<Side> take(List<Contender> contenders, List<List<Round>> turns) {
    for (int i = 0; i < rounds; i++) {
      for (int j = 0; j < contenders.size(); j++) {
        turns.get(j).add(turn(contenders.get(j)));
      }
    }
    List<Side> sides = new ArrayList<>();
    for (int j = 0; j < contenders.size(); j++) {
      sides.add(new Side(contenders.get(j).name(), turns.get(j)));
    }
    return sides;
  }

  private Round turn(Contender contender) {
    Usage before = clock.now();
    long begin = System.nanoTime();
    Series values = contender.round().get();
    double wall = (System.nanoTime() - begin) / 1e9;
    Usage usage = clock.now().since(before);
    contender.tidy().run();
    return new Round(values, wall, usage);
  }
}
