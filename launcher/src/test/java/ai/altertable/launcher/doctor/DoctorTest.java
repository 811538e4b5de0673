package ai.altertable.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.check.Check;
import ai.altertable.launcher.check.Finding;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class DoctorTest {
  @FunctionalInterface
  private interface Look {
    Finding run() throws IOException, InterruptedException;
  }

  private record Played(String name, Look behaviour) implements Check {
    @Override
    public Finding look() throws IOException, InterruptedException {
      return behaviour.run();
    }
  }

  private static Report examine(Check... checks) {
    return new Doctor(List.of(checks), Duration.ofMillis(500)).examine();
  }

  private static Check fine(String name) {
    return new Played(name, () -> new Finding.Fine("All is well."));
  }

  @Test
  void whatWouldStopAStartIsAProblemAndAllElseIsLookedAt() {
    Report report =
        examine(
            new Played(
                "one",
                () -> {
                  throw new StartupFailure("It is damaged.", "Restore it.");
                }),
            fine("two"));

    assertThat(report.lines())
        .containsExactly(
            new Report.Line("one", new Finding.Problem("It is damaged.", "Restore it.")),
            new Report.Line("two", new Finding.Fine("All is well.")));
  }

  @Test
  void whatHangsIsAProblemInTime() {
    CountDownLatch never = new CountDownLatch(1);
    long begin = System.nanoTime();

    Report report =
        examine(
            new Played(
                "hanging",
                () -> {
                  never.await();
                  return new Finding.Fine("");
                }),
            fine("two"));

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    assertThat(report.lines().getFirst().finding()).isInstanceOf(Finding.Problem.class);
    assertThat(report.lines().get(1).finding()).isInstanceOf(Finding.Fine.class);
  }

  @Test
  void whatCannotBeLookedAtIsAProblem() {
    Report report =
        examine(
            new Played(
                "closed",
                () -> {
                  throw new AccessDeniedException("/srv/data");
                }),
            new Played(
                "broken",
                () -> {
                  throw new IllegalStateException("unforeseen");
                }));

    assertThat(report.problems()).isEqualTo(2);
    assertThat(report.text()).contains("no permission for /srv/data", "unforeseen");
  }

  @Test
  void jsonSaysWhatTheTextSays() throws Exception {
    Report report =
        examine(fine("one"), new Played("two", () -> new Finding.Warning("So so.", "Do it.")));

    JsonNode json = new ObjectMapper().readTree(report.json());

    assertThat(json.toString())
        .isEqualTo(
            "{\"problems\":0,\"warnings\":1,\"checks\":["
                + "{\"check\":\"one\",\"status\":\"ok\",\"seen\":\"All is well.\"},"
                + "{\"check\":\"two\",\"status\":\"warning\",\"seen\":\"So so.\",\"advice\":\"Do it.\"}]}");
    assertThat(report.text()).contains("ok       one: All is well.", "warning  two: So so.");
  }
}
