package ai.altertable.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The unit file that operators copy lets the server end in order.
class ServiceUnitTest {
  private static final Checkout CHECKOUT = Checkout.ofThisModule();

  /// For all that comes after the drain.
  private static final int SECONDS_TO_STOP = 40;

  private static String page(String path) {
    return CHECKOUT.read(CHECKOUT.root().resolve(path));
  }

  private static List<Integer> numbers(String pattern, String page) {
    return Checkout.all(Pattern.compile(pattern), page).stream().map(Integer::valueOf).toList();
  }

  @Test
  void unitGivesTheServerTheTimeThatADrainTakes() {
    String howTo = page("docs/how-to/run-as-a-service.md");
    int drainSeconds =
        numbers("`--drain-seconds`[^\\n]*Default: (\\d+)", page("docs/reference/configuration.md"))
            .getFirst();

    assertThat(numbers("drain-seconds = (\\d+)", howTo)).containsExactly(drainSeconds);
    assertThat(numbers("TimeoutStopSec=(\\d+)", howTo))
        .isNotEmpty()
        .allMatch(seconds -> seconds >= drainSeconds + SECONDS_TO_STOP);
    assertThat(numbers("TimeoutStopSec=(\\d+)", page("docs/how-to/end-queries-and-drain.md")))
        .isNotEmpty()
        .allMatch(seconds -> seconds >= drainSeconds + SECONDS_TO_STOP);
  }

  @Test
  void unitSignalsTheServerAlone() {
    assertThat(page("docs/how-to/run-as-a-service.md"))
        .contains("\nKillMode=mixed\n", "\nKillSignal=SIGTERM\n", "\nType=exec\n");
  }
}
