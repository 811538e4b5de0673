package ai.altertable.systemtests.failure;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Failure;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Outcome;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What writers did and were told: each batch of rows is written by one request, so that afterwards
/// all of it is there, or nothing. Safe for use by several threads.
final class History {
  static final String TABLE = "CREATE TABLE batches(batch BIGINT, n INTEGER, text VARCHAR)";

  /// What is known of a batch.
  private enum State {
    /// Perhaps there: its client lost the connection, or was told that nobody knows.
    UNKNOWN,
    ACKNOWLEDGED,
    /// Surely not there: every attempt was refused.
    REFUSED
  }

  private record Batch(int rows, State state) {}

  private final AtomicLong next = new AtomicLong();
  private final Map<Long, Batch> batches = new ConcurrentHashMap<>();
  private final List<Failure> refusals = Collections.synchronizedList(new ArrayList<>());
  private final ConcurrentLinkedQueue<String> breaks = new ConcurrentLinkedQueue<>();

  /// The number of a batch that is about to be written.
  long begin(int rows) {
    long batch = next.incrementAndGet();
    batches.put(batch, new Batch(rows, State.UNKNOWN));
    return batch;
  }

  /// Notes what the client was told.
  ///
  /// @return whether the same batch may be written again
  boolean told(long batch, Outcome outcome) {
    int rows = Objects.requireNonNull(batches.get(batch)).rows();
    return switch (outcome) {
      case Outcome.Acknowledged _ -> {
        batches.put(batch, new Batch(rows, State.ACKNOWLEDGED));
        yield false;
      }
      case Outcome.Broken broken -> {
        breaks.add(broken.reason());
        batches.put(batch, new Batch(rows, State.UNKNOWN));
        yield false;
      }
      case Outcome.Refused(Failure failure) -> {
        refusals.add(failure);
        State state = failure.outcomeUnknown() ? State.UNKNOWN : State.REFUSED;
        batches.put(batch, new Batch(rows, state));
        yield state == State.REFUSED && failure.retryable();
      }
    };
  }

  long acknowledged() {
    return batches.values().stream().filter(batch -> batch.state() == State.ACKNOWLEDGED).count();
  }

  /// @throws AssertionError when a client was told that its request can never succeed
  void requireRetryableRefusals() {
    assertThat(refusals).allMatch(failure -> failure.retryable() || failure.outcomeUnknown());
  }

  /// Holds the table against what was told: every acknowledged batch is whole, no refused one is
  /// there, of the others nothing is half or double.
  void requireTrue(Http http) {
    Map<Long, JsonNode> present = new ConcurrentHashMap<>();
    http.query(
            "SELECT batch, count(*), count(DISTINCT n), min(n), max(n), min(length(text)) FROM batches GROUP BY batch")
        .orFail()
        .rows()
        .forEach(row -> present.put(row.get(0).asLong(), row));
    assertThat(batches.keySet()).containsAll(present.keySet());
    List<String> problems = new ArrayList<>();
    batches.forEach((id, batch) -> problem(id, batch, present.get(id), problems));
    assertThat(problems).isEmpty();
  }

  private static void problem(long id, Batch batch, @Nullable JsonNode row, List<String> problems) {
    if (row == null) {
      if (batch.state() == State.ACKNOWLEDGED) {
        problems.add("batch %d was acknowledged and is lost".formatted(id));
      }
      return;
    }
    int rows = batch.rows();
    String whole = "[%d,%d,%d,0,%d,%d]".formatted(id, rows, rows, rows - 1, BatchWriter.TEXT_CHARS);
    if (!row.toString().equals(whole)) {
      problems.add("batch %d (%s) is %s instead of %s".formatted(id, batch.state(), row, whole));
    } else if (batch.state() == State.REFUSED) {
      problems.add("batch %d was refused and is there".formatted(id));
    }
  }

  @Override
  public String toString() {
    return "%d batches, %d acknowledged, %d refused, %d cut off: %s"
        .formatted(
            batches.size(),
            acknowledged(),
            refusals.size(),
            breaks.size(),
            refusals.stream().map(Failure::code).distinct().toList());
  }
}
