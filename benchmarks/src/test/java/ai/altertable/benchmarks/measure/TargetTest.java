package ai.altertable.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TargetTest {
  private static final Target DOUBLE = new Target.TimesBaseline(2, 0);

  private static Verdict judge(Target target, Side... sides) {
    return target.judge(List.of(sides));
  }

  @Test
  void isMetWhenThreeQuartersOfTheRoundsMeetIt() {
    Side baseline = Rounds.of("baseline", 1, 1, 1, 1);

    assertThat(judge(DOUBLE, Rounds.of("ours", 1.9, 2, 1.5, 9), baseline)).isEqualTo(Verdict.MET);
  }

  @Test
  void isMissedWhenAQuarterOrLessMeetsIt() {
    Side baseline = Rounds.of("baseline", 1, 1, 1, 1);

    assertThat(judge(DOUBLE, Rounds.of("ours", 2.1, 3, 1.5, 9), baseline))
        .isEqualTo(Verdict.MISSED);
  }

  @Test
  void isUnclearWhenTheRoundsDisagree() {
    Side baseline = Rounds.of("baseline", 1, 1, 1, 1);

    assertThat(judge(DOUBLE, Rounds.of("ours", 2.1, 3, 1.5, 1), baseline))
        .isEqualTo(Verdict.UNCLEAR);
  }

  @Test
  void comparesEachRoundWithTheOneBesideIt() {
    Side baseline = Rounds.of("baseline", 1, 10);

    assertThat(judge(DOUBLE, Rounds.of("ours", 2, 20), baseline)).isEqualTo(Verdict.MET);
    assertThat(judge(DOUBLE, Rounds.of("ours", 20, 2), baseline)).isEqualTo(Verdict.UNCLEAR);
  }

  @Test
  void allowsAFixedTimeBesideTheFactor() {
    Target target = new Target.TimesBaseline(1.05, 0.005);
    Side baseline = Rounds.of("baseline", 0.1);

    assertThat(judge(target, Rounds.of("ours", 0.110), baseline)).isEqualTo(Verdict.MET);
    assertThat(judge(target, Rounds.of("ours", 0.111), baseline)).isEqualTo(Verdict.MISSED);
  }

  @Test
  void needsNoBaselineForFiguresThatStandAlone() {
    Side ours = Rounds.of("ours", 0.5);

    assertThat(judge(new Target.MedianAtMost(0.5, Unit.SECONDS), ours)).isEqualTo(Verdict.MET);
    assertThat(judge(new Target.MedianAtMost(0.4, Unit.SECONDS), ours)).isEqualTo(Verdict.MISSED);
    assertThat(judge(new Target.RateAtLeast(2), ours)).isEqualTo(Verdict.MET);
    assertThat(judge(new Target.RateAtLeast(2.1), ours)).isEqualTo(Verdict.MISSED);
  }

  @Test
  void comparesRates() {
    Target target = new Target.RateTimesBaseline(1.5);
    Side baseline = Rounds.of("one client", 0.3);

    assertThat(judge(target, Rounds.of("eight", 0.2), baseline)).isEqualTo(Verdict.MET);
    assertThat(judge(target, Rounds.of("eight", 0.25), baseline)).isEqualTo(Verdict.MISSED);
  }

  @Test
  void saysInWordsWhatIsAskedFor() {
    assertThat(new Target.TimesBaseline(1.05, 0.005).words())
        .isEqualTo("1.05 × the baseline's time + 5 ms at most");
    assertThat(DOUBLE.words()).isEqualTo("2 × the baseline's time at most");
    assertThat(new Target.MedianAtMost(0.002, Unit.SECONDS).words())
        .isEqualTo("median at most 2.00 ms");
    assertThat(new Target.RateAtLeast(3000).words()).isEqualTo("3,000 per second at least");
  }
}
