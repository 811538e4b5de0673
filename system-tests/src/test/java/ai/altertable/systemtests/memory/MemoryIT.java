package ai.altertable.systemtests.memory;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.Query;
import ai.altertable.systemtests.harness.RawClient;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What ten times as much takes no more memory for, in any process.
@SystemTest
@Tag("alone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MemoryIT {
  private static final long MEBIBYTE = 1 << 20;
  private static final long DIFFERENCE_MAX_MEBIBYTES = 64;
  private static final int RUNS_OF_THE_SMALL_SIZE = 3;

  private @Nullable RunningServer own;

  @BeforeAll
  void start(Program program) {
    own = program.start(Launch.in(program.newDirectory()).withAllCompilers());
  }

  @AfterAll
  void stop() {
    server().close();
  }

  private RunningServer server() {
    return Objects.requireNonNull(own);
  }

  /// Too little for the buffers to be full once, so that some growth is theirs; far less than the
  /// file has grown by.
  @Test
  void uploadThatIsTenTimesAsLargeIsNotKeptInMemory() {
    long size = 64 * MEBIBYTE;
    requireSameMemory(size, 9 * size / MEBIBYTE / 2, MemoryIT::upload);
  }

  @Test
  @Tag("slow")
  void uploadOfTenGigabytesTakesNoMoreMemoryThanOne() {
    requireSameMemory(1024 * MEBIBYTE, DIFFERENCE_MAX_MEBIBYTES, MemoryIT::upload);
  }

  @Test
  void tenMillionRowsToASlowReaderTakeNoMoreMemoryThanOneMillion() {
    requireSameMemory(1_000_000, DIFFERENCE_MAX_MEBIBYTES, MemoryIT::readSlowly);
  }

  private interface Work {
    void with(Http http, long size);
  }

  private void requireSameMemory(long size, long differenceMax, Work work) {
    LongConsumer run = each -> work.with(server().http(), each);
    run.accept(size);
    Map<String, Long> once = peaks(server(), () -> repeat(run, size));
    Map<String, Long> tenfold = peaks(server(), () -> run.accept(10 * size));
    System.out.printf("%,d: %s MiB, %,d: %s MiB%n", size, once, 10 * size, tenfold);
    assertThat(once.keySet()).containsExactly("postgres", "server", "shell", "worker");
    once.forEach((role, peak) ->
        assertThat(tenfold.get(role))
            .as("MiB of %s; before: %s, with ten times as much: %s", role, once, tenfold)
            .isLessThanOrEqualTo(peak + differenceMax));
  }

  /// Peaks of the same work differ by some tens of MiB; the longer run has more time for a high
  /// one.
  private static void repeat(LongConsumer run, long size) {
    for (int i = 0; i < RUNS_OF_THE_SMALL_SIZE; i++) {
      run.accept(size);
    }
  }

  private static Map<String, Long> peaks(RunningServer server, Runnable work) {
    try (Peaks peaks = Peaks.watch(server)) {
      work.run();
      return peaks.mebibytes();
    }
  }

  private static void upload(Http http, long bytes) {
    GeneratedCsv csv = GeneratedCsv.of(bytes);
    HttpResponse<String> response =
        http.upload(
            Map.of("table", "large", "mode", "overwrite", "format", "csv"),
            BodyPublishers.ofInputStream(() -> csv));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(http.query("SELECT count(*) FROM large").number()).isEqualTo(csv.rows());
  }

  /// Reads so that the server has to wait, and always the same share of the answer's time.
  private static void readSlowly(Http http, long rows) {
    Query query = Query.of("SELECT 10000000 + i AS i, 'text' AS t FROM range(" + rows + ") t(i)");
    try (RawClient client = RawClient.connect(http)) {
      client.post(query);
      long bytes = rows * "[10000000,\"text\"]\n".length();
      assertThat(client.read(bytes, Duration.ofMillis(1), 64 << 10)).isTrue();
    }
  }
}
