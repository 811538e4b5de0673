package ai.altertable.systemtests.failure;

import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Outcome;
import ai.altertable.systemtests.harness.Query;
import ai.altertable.systemtests.harness.Wait;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A client that writes one batch after the other until it is told to end, in turns by statements
/// and by uploads, small and large. What may be repeated it repeats, as a good client does.
final class BatchWriter implements Runnable {
  static final int TEXT_CHARS = 40;

  /// Small ones stay in the metadata, large ones become files.
  private static final int[] SIZES = {3, 500, 1, 8000};

  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(100);

  private final Http http;
  private final History history;
  private final AtomicBoolean end;
  private int turn;

  /// @param turn what it begins with
  BatchWriter(Http http, History history, AtomicBoolean end, int turn) {
    this.http = http;
    this.history = history;
    this.end = end;
    this.turn = turn;
  }

  @Override
  public void run() {
    while (!end.get()) {
      int size = SIZES[turn % SIZES.length];
      boolean upload = turn / SIZES.length % 2 == 1;
      turn++;
      long batch = history.begin(size);
      boolean again = true;
      while (again && !end.get()) {
        Outcome outcome = upload ? upload(batch, size) : insert(batch, size);
        again = history.told(batch, outcome);
        if (!(outcome instanceof Outcome.Acknowledged)) {
          Wait.pause(PAUSE_AFTER_FAILURE);
        }
      }
    }
  }

  private Outcome insert(long batch, int size) {
    return http.attempt(
        Query.of(
            "INSERT INTO batches SELECT %d, i, repeat('x', %d) FROM range(%d) t(i)"
                .formatted(batch, TEXT_CHARS, size)));
  }

  private Outcome upload(long batch, int size) {
    String text = "x".repeat(TEXT_CHARS);
    String csv =
        IntStream.range(0, size)
            .mapToObj(i -> batch + "," + i + "," + text + "\n")
            .collect(Collectors.joining("", "batch,n,text\n", ""));
    return http.attemptUpload(
        Map.of("table", "batches", "format", "csv"), BodyPublishers.ofString(csv));
  }
}
