package ai.altertable.benchmarks.measure;

import java.util.List;

/// What was measured of one contender.
public record Side(String name, List<Round> rounds) {
  public Side {
    rounds = List.copyOf(rounds);
  }

  /// The values of all rounds.
  public Series values() {
    return Series.pooled(rounds.stream().map(Round::values).toList());
  }

  /// The medians of the rounds.
  public Series medians() {
    return Series.of(rounds.stream().mapToDouble(round -> round.values().median()).toArray());
  }

  /// The rates of the rounds.
  public Series rates() {
    return Series.of(rounds.stream().mapToDouble(Round::rate).toArray());
  }

  public double wall() {
    return rounds.stream().mapToDouble(Round::wall).sum();
  }

  public Usage usage() {
    return rounds.stream().map(Round::usage).reduce(Usage.NONE, Usage::plus);
  }
}
