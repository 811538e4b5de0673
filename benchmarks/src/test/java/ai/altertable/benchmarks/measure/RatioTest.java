package ai.altertable.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RatioTest {
  @Test
  void isOfTheMediansWithTheSpreadOfThePairs() {
    Ratio ratio = Ratio.ofTimes(Rounds.of("ours", 2, 4, 3, 9), Rounds.of("baseline", 1, 1, 1, 1));

    assertThat(ratio.value()).isEqualTo(3.5);
    assertThat(ratio.low()).isEqualTo(2);
    assertThat(ratio.high()).isEqualTo(4);
  }

  @Test
  void pairsTheRoundsThatWereBesideEachOther() {
    Ratio ratio = Ratio.ofTimes(Rounds.of("ours", 1, 10), Rounds.of("baseline", 1, 10));

    assertThat(ratio).isEqualTo(new Ratio(1, 1, 1));
  }

  @Test
  void sumsOfMeasurementsAddUpRoundByRound() {
    List<Side> sums =
        Sides.sum(
            List.of(
                List.of(Rounds.of("ours", 1, 2), Rounds.of("baseline", 1, 1)),
                List.of(Rounds.of("ours", 10, 20), Rounds.of("baseline", 5, 5))));

    assertThat(sums.getFirst().medians().min()).isEqualTo(11);
    assertThat(sums.getFirst().medians().max()).isEqualTo(22);
    assertThat(sums.getFirst().usage().measured()).isEqualTo(16.5);
    assertThat(sums.getLast().medians().max()).isEqualTo(6);
  }
}
