package ai.altertable.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesTest {
  private static Series upTo(int count) {
    return Series.of(IntStream.rangeClosed(1, count).mapToDouble(i -> i).toArray());
  }

  @Test
  void medianOfAnOddNumberIsTheMiddleOne() {
    assertThat(Series.of(9, 1, 5).median()).isEqualTo(5);
  }

  @Test
  void medianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
    assertThat(Series.of(4, 1, 2, 9).median()).isEqualTo(3);
  }

  @Test
  void percentilesAreValuesThatWereMeasured() {
    assertThat(upTo(100).percentile(99)).isEqualTo(99);
    assertThat(upTo(10).percentile(99)).isEqualTo(10);
    assertThat(upTo(5).percentile(25)).isEqualTo(2);
    assertThat(upTo(5).percentile(100)).isEqualTo(5);
  }

  @Test
  void extremesAndSumAreOfAllValues() {
    Series series = Series.of(3, -1, 2);

    assertThat(series.min()).isEqualTo(-1);
    assertThat(series.max()).isEqualTo(3);
    assertThat(series.sum()).isEqualTo(4);
  }

  @Test
  void poolingKeepsEveryValue() {
    Series pooled = Series.pooled(List.of(Series.of(5, 1), Series.of(3)));

    assertThat(pooled.size()).isEqualTo(3);
    assertThat(pooled.median()).isEqualTo(3);
  }

  @Test
  void laterChangesOfTheValuesAreNotSeen() {
    double[] values = {1, 2, 3};
    Series series = Series.of(values);
    values[2] = 100;

    assertThat(series.max()).isEqualTo(3);
  }

  @Test
  void noValueIsNoSeries() {
    assertThatIllegalArgumentException().isThrownBy(Series::of);
  }
}
