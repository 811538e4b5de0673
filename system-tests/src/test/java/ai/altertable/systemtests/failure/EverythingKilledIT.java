package ai.altertable.systemtests.failure;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import ai.altertable.systemtests.harness.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// All processes die at once, PostgreSQL's too, while writers insert and upload.
@SystemTest
final class EverythingKilledIT {
  @Test
  void everyAcknowledgedWriteIsThereAndNoneIsHalf(Program program) {
    killRepeatedly(program, 3);
  }

  @Test
  @Tag("slow")
  void everyAcknowledgedWriteIsThereAfterTwentyKills(Program program) {
    killRepeatedly(program, 20);
  }

  private static void killRepeatedly(Program program, int rounds) {
    Path data = program.newDirectory();
    History history = new History();
    Random random = new Random(7);
    for (int round = 0; round < rounds; round++) {
      try (RunningServer server = program.start(Launch.in(data))) {
        if (round == 0) {
          server.http().query(History.TABLE).orFail();
        } else {
          history.requireTrue(server.http());
        }
        long before = history.acknowledged();
        try (Writers writers = new Writers(4, server.http(), history)) {
          Wait.until(
              Duration.ofSeconds(30),
              "writing goes on",
              () -> history.acknowledged() > before + 20);
          Wait.pause(Duration.ofMillis(random.nextInt(400)));
          server.killEverything();
          assertThat(writers).isNotNull();
        }
      }
    }
    try (RunningServer server = program.start(Launch.in(data))) {
      System.out.println(history);
      history.requireTrue(server.http());
    }
  }
}
