package ai.altertable.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.altertable.benchmarks.suite.Benchmark;
import ai.altertable.benchmarks.suite.Effort;
import ai.altertable.benchmarks.suite.Suite;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  @Test
  void choosesBenchmarksAndRounds() {
    Arguments arguments = Arguments.parse(List.of("tpch", "--rounds", "15", "rows"));

    assertThat(arguments.names()).containsExactly("tpch", "rows");
    assertThat(arguments.effort()).isEqualTo(new Effort(15, false));
  }

  @Test
  void quickMeansFewRoundsUnlessToldOtherwise() {
    assertThat(Arguments.parse(List.of("--quick")).effort()).isEqualTo(new Effort(2, true));
    assertThat(Arguments.parse(List.of("--rounds", "5", "--quick")).effort())
        .isEqualTo(new Effort(5, true));
  }

  @Test
  void saysWhatIsWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.parse(List.of("--fast")))
        .withMessage("unknown option --fast");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.parse(List.of("--rounds")))
        .withMessage("--rounds needs a number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.parse(List.of("--rounds", "0")))
        .withMessage("--rounds must be at least 1");
  }

  @Test
  void everyBenchmarkHasANameOfItsOwn() {
    assertThat(Suite.all()).extracting(Benchmark::name).doesNotHaveDuplicates().isNotEmpty();
  }
}
