package ai.altertable.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.benchmarks.measure.Rounds;
import ai.altertable.benchmarks.measure.Target;
import ai.altertable.benchmarks.measure.Unit;
import ai.altertable.benchmarks.process.Machine;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Machine MACHINE =
      new Machine("Some processor", 2, 8_000_000_000L, "Linux 6", "abc1234+", "0.50");

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final Report report =
      new Report(
          MACHINE,
          Instant.parse("2026-11-22T10:00:00.123Z"),
          "./bench some",
          new PrintStream(shown, true, StandardCharsets.UTF_8));

  private static Finding finding() {
    return Finding.of(
            "some",
            "a thing",
            Unit.SECONDS,
            List.of(Rounds.of("REST", 0.3, 0.25, 0.4), Rounds.of("in process", 0.1, 0.1, 0.1)))
        .against(new Target.TimesBaseline(2, 0))
        .note("a remark");
  }

  @Test
  void showsEachFindingAtOnce() {
    report.add(finding());

    String text = shown.toString(StandardCharsets.UTF_8);
    assertThat(text)
        .contains("some: a thing")
        .containsPattern("REST +3 +3 +250 ms +300 ms +400 ms +3.33")
        .contains("3.00 (2.50–4.00)")
        .contains("target: 2 × the baseline's time at most: MISSED")
        .contains("a remark");
    assertThat(text.lines().filter(line -> line.contains("in process")).findFirst())
        .hasValueSatisfying(line -> assertThat(line).contains("100 ms"));
  }

  @Test
  void keepsWhereWhenAndHowInMarkdown(@TempDir Path directory) throws IOException {
    report.add(finding());
    Path file = report.write(directory);

    assertThat(file).hasFileName("2026-11-22-100000.md");
    assertThat(Files.readString(file))
        .contains("`./bench some`")
        .contains(
            "2026-11-22T10:00:00Z · Some processor · 2 cores · 8.0 GB · Linux 6 · commit abc1234+")
        .contains("## some: a thing")
        .contains("| REST | 3 | 3 | 250 ms | 300 ms |")
        .contains("- target: 2 × the baseline's time at most: MISSED");
  }

  @Test
  void keepsEveryRoundInJson(@TempDir Path directory) throws IOException {
    report.add(finding());
    report.write(directory);

    JsonNode json =
        new ObjectMapper().readTree(directory.resolve("2026-11-22-100000.json").toFile());
    JsonNode found = json.path("findings").get(0);
    assertThat(json.path("machine").path("commit").asText()).isEqualTo("abc1234+");
    assertThat(found.path("verdict").asText()).isEqualTo("MISSED");
    assertThat(found.path("sides").get(0).path("rounds").findValuesAsText("median"))
        .containsExactly("0.3", "0.25", "0.4");
    assertThat(found.path("sides").get(0).path("rounds").get(1).path("cpu").asDouble())
        .isEqualTo(0.125);
  }

  @Test
  void sizesAreShownInMegabytes() {
    report.add(
        Finding.of("start", "memory", Unit.BYTES, List.of(Rounds.of("all", 1.2e9, 1.1e9)))
            .against(new Target.MedianAtMost(1.2e9, Unit.BYTES)));

    assertThat(shown.toString(StandardCharsets.UTF_8))
        .contains("1,150 MB")
        .contains("median at most 1,200 MB: MET");
  }
}
