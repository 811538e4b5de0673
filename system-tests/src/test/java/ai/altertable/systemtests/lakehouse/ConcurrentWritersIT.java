package ai.altertable.systemtests.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Answer;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Query;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Writers on one table at once, checked against what each of them was told. Half of them are
/// another user, who works in an engine of its own.
@SystemTest
final class ConcurrentWritersIT {
  private static final int WRITERS = 8;
  private static final long IDS_OF_A_WRITER = 1_000_000;

  /// Small ones stay in the metadata, large ones become files.
  private static final int[] SIZES = {1, 7, 60, 3000};

  @Test
  void nothingThatWasAcknowledgedIsLostAlsoNotToFilters(RunningServer server) throws Exception {
    requireNothingLost(server, 6);
  }

  @Test
  @Tag("slow")
  void nothingIsLostInTheLongRun(RunningServer server) throws Exception {
    requireNothingLost(server, 60);
  }

  private static void requireNothingLost(RunningServer server, int rounds) throws Exception {
    List<Http> users = List.of(server.http(), server.http(Launch.OTHER_USER));
    Http http = users.getFirst();
    http.query("CREATE OR REPLACE TABLE history(id BIGINT, writer INTEGER, square BIGINT)")
        .orFail();
    Set<Long> acknowledged = new ConcurrentSkipListSet<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        Writer each = new Writer(users.get(writer % 2), writer, rounds, acknowledged);
        writers.add(threads.submit(each::write));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
    assertThat(acknowledged).hasSizeGreaterThan(WRITERS * rounds * 100);
    users.forEach(user -> requireAllFound(user, acknowledged));
  }

  /// One client in a session of its own.
  private record Writer(Http http, int number, int rounds, Set<Long> acknowledged) {
    void write() {
      long next = number * IDS_OF_A_WRITER;
      for (int round = 0; round < rounds; round++) {
        int size = SIZES[(round + number) % SIZES.length];
        insert(next, size);
        for (long id = next; id < next + size; id++) {
          acknowledged.add(id);
        }
        next += size;
        requireMineFound(next);
      }
    }

    private void insert(long first, int size) {
      String insert =
          "INSERT INTO history SELECT i, %d, i * i FROM range(%d, %d) t(i)"
              .formatted(number, first, first + size);
      Answer answer = ask(insert);
      while (answer.failure().isPresent() && answer.error().retryable()) {
        answer = ask(insert);
      }
      assertThat(answer.value()).isEqualTo(Integer.toString(size));
    }

    /// By a range of the ids, and by the value of the last one: both may skip files by statistics.
    private void requireMineFound(long next) {
      long begin = number * IDS_OF_A_WRITER;
      assertThat(
              ask("SELECT count(*) FROM history WHERE id >= %d AND id < %d"
                      .formatted(begin, begin + IDS_OF_A_WRITER))
                  .number())
          .isEqualTo(next - begin);
      assertThat(ask("SELECT square FROM history WHERE id = " + (next - 1)).texts())
          .containsExactly("[" + (next - 1) * (next - 1) + "]");
    }

    private Answer ask(String sql) {
      return http.query(Query.of(sql).session("writer " + number));
    }
  }

  private static void requireAllFound(Http http, Set<Long> acknowledged) {
    Set<Long> present = new TreeSet<>();
    List<JsonNode> rows = http.query("SELECT id FROM history").orFail().rows();
    rows.forEach(row -> present.add(row.get(0).asLong()));
    assertThat(rows).hasSameSizeAs(present);
    assertThat(present).isEqualTo(acknowledged);
    for (int writer = 0; writer < WRITERS; writer++) {
      long begin = writer * IDS_OF_A_WRITER;
      assertThat(http.query("SELECT count(*) FROM history WHERE writer = " + writer).number())
          .isEqualTo(
              acknowledged.stream()
                  .filter(id -> id / IDS_OF_A_WRITER * IDS_OF_A_WRITER == begin)
                  .count());
    }
    acknowledged.stream()
        .filter(id -> id % 997 == 0)
        .forEach(id ->
            assertThat(http.query("SELECT count(*) FROM history WHERE id = " + id).number())
                .as("id %d", id)
                .isEqualTo(1));
  }
}
